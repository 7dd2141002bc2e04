package ft.debug.target;

import ft.api.cpu.ExecutionView;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A system under a debugger. It is stopped by not coming back from a call of the thread that owns
 * its CPU subsystem; while it is stopped that thread does what is {@linkplain #ask asked} of it. So
 * no guest time passes, and nothing has to be told to the rest of the server, which waits at the
 * end of the quantum.
 *
 * <p><b>Threading:</b> any thread, but for what {@link ExecutionObserver} says of its methods.
 */
public final class SystemTarget implements ExecutionObserver {
    private static final Set<ExecutionEvent> NOTHING = Set.of();
    private static final Set<ExecutionEvent> INSTRUCTIONS = Set.of(ExecutionEvent.INSTRUCTION);
    private static final Set<ExecutionEvent> ACCESSES =
            Set.of(ExecutionEvent.INSTRUCTION, ExecutionEvent.ACCESS);

    /** Hears of what happens to the target, on the thread that owns the CPU subsystem. */
    public interface Listener {
        /** It has stopped. */
        void stopped(Stop stop);

        /** It is no target any more: the server is being closed. */
        void gone();
    }

    /**
     * What the thread that is held does next.
     *
     * @param work what; null lets it go
     * @param answer completed by the work
     */
    private record Task(Consumer<ExecutionView> work, CompletableFuture<?> answer) {
        static final Task GO = new Task(null, new CompletableFuture<>());
    }

    private final String name;
    private final Listener listener;
    private final Object lock = new Object();
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private volatile Points points = Points.NONE;
    private volatile Motion motion = Motion.CONTINUE;
    private volatile boolean wanted;
    // While the past is gone through: where to look, or where to stop.
    private volatile Search search;
    private volatile Stop destination;
    private volatile boolean gone;
    // Not null while it is stopped.
    private volatile Stop stop;

    // Of the thread that owns the CPU subsystem.
    private boolean stepped;
    private Stop seen;

    /**
     * A system that runs.
     *
     * @param name what sentences call it
     * @param wanted whether it stops before it executes anything
     */
    public SystemTarget(String name, boolean wanted, Listener listener) {
        this.name = name;
        this.wanted = wanted;
        this.listener = listener;
    }

    /** Asks it to stop; {@link Listener#stopped} tells when it has. */
    public void interrupt() {
        synchronized (lock) {
            wanted = stop == null;
        }
    }

    /** Whether it was asked to stop and has not yet. */
    public boolean isWanted() {
        return wanted;
    }

    /** Where it is stopped, if it is. */
    public Optional<Stop> stop() {
        return Optional.ofNullable(stop);
    }

    /** Changes where it stops; it has to be stopped, or no debugger be there. */
    void change(UnaryOperator<Points> how) {
        synchronized (lock) {
            points = how.apply(points);
        }
    }

    /** Sets or removes a breakpoint. */
    public void breakpoint(long address, boolean there) {
        change(now -> there ? now.withBreakpoint(address) : now.withoutBreakpoint(address));
    }

    /** Sets or removes a watchpoint. */
    public void watchpoint(Watchpoint watchpoint, boolean there) {
        change(now -> there ? now.with(watchpoint) : now.without(watchpoint));
    }

    /** How many breakpoints and watchpoints there are. */
    public int pointCount() {
        return points.count();
    }

    /**
     * Has the thread that is held look at the machine.
     *
     * @throws NotStoppedException if the system is not stopped
     * @throws IllegalArgumentException what the question throws
     */
    public <T> T ask(Function<ExecutionView, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (lock) {
            if (stop == null) {
                throw new NotStoppedException(name);
            }
            tasks.add(
                    new Task(
                            view -> {
                                try {
                                    answer.complete(question.apply(view));
                                } catch (RuntimeException e) {
                                    answer.completeExceptionally(e);
                                }
                            },
                            answer));
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        } catch (CancellationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it go on, if it is stopped. */
    public void resume(Motion how) {
        synchronized (lock) {
            motion = how;
            letGo();
        }
    }

    /**
     * Lets it go on, to somewhere else in time, with nothing told until it is {@link #at} a stop.
     */
    public void leave() {
        search(Search.NOWHERE);
    }

    /** Goes through a piece of the past; it begins when the server is let go. */
    public void search(Search what) {
        synchronized (lock) {
            if (gone) {
                what.ended(false);
                return;
            }
            search = what;
            letGo();
        }
    }

    /** Stops where a search has found something; it gets there when the server is let go. */
    public void at(Stop where) {
        synchronized (lock) {
            destination = where;
            search = null;
            letGo();
        }
    }

    /** Tells another reason for the stop that it is at. */
    public void stay(Stop.Reason reason) {
        Stop now;
        synchronized (lock) {
            if (stop == null) {
                return; // the debugger has left
            }
            now = new Stop(reason, stop.hart(), stop.clock(), 0);
            stop = now;
        }
        listener.stopped(now);
    }

    /** Lets it go on with nothing to stop for. */
    public void free() {
        synchronized (lock) {
            if (search != null) {
                search.ended(false);
            }
            search = null;
            destination = null;
            points = Points.NONE;
            motion = Motion.CONTINUE;
            wanted = false;
            letGo();
        }
    }

    private void letGo() {
        if (stop != null) {
            stop = null;
            tasks.add(Task.GO);
        }
    }

    @Override
    public void detached() {
        synchronized (lock) {
            gone = true;
            free();
        }
        listener.gone();
    }

    @Override
    public Set<ExecutionEvent> interests() {
        Search looking = search;
        if (looking != null && !looking.looks()) {
            return NOTHING;
        }
        Points now = points;
        if (destination != null || looking != null && !looking.isForPoint()) {
            return INSTRUCTIONS;
        }
        if (now.hasWatchpoints()) {
            return ACCESSES;
        }
        return looking != null || now.hasBreakpoints() || motion.steps() ? INSTRUCTIONS : NOTHING;
    }

    @Override
    public void resumed(ExecutionView view) {
        if (search != null) {
            if (search.endsAt(view.clock())) {
                endSearch(view);
            }
        } else if (destination != null) {
            arrive(view);
        } else if (wanted) {
            hold(view, new Stop(Stop.Reason.ASKED, 0, view.clock(), 0));
            stepped = false;
        } else if (seen != null) {
            holdForAccess(view);
        }
    }

    @Override
    public void instruction(ExecutionView view, int hart, long pc) {
        Search looking = search;
        if (looking != null) {
            seen = null;
            if (looking.endsAt(view.clock())) {
                endSearch(view);
            } else {
                looking.instruction(view.clock(), hart, pc, points);
            }
            return;
        }
        if (destination != null) {
            if (arrive(view)) {
                stepped = motion.hart() == hart;
            }
            return;
        }
        if (seen != null) {
            holdForAccess(view);
            stepped = motion.hart() == hart;
            return;
        }
        Motion now = motion;
        Stop.Reason reason = null;
        if (now.hart() == hart) {
            if (stepped && !now.goesOnAt(pc)) {
                reason = Stop.Reason.STEP;
            }
            stepped = true;
        }
        if (reason == null && points.breaksAt(pc)) {
            reason = Stop.Reason.BREAKPOINT;
        }
        if (reason == null && wanted) {
            reason = Stop.Reason.ASKED;
        }
        if (reason != null) {
            hold(view, new Stop(reason, hart, view.clock(), 0));
            // The instruction that it stopped before is the first that is executed now.
            stepped = motion.hart() == hart;
        }
    }

    // It has come to where it is to stop. A search of instructions ends at one of them.
    private boolean arrive(ExecutionView view) {
        Stop there = destination;
        if (view.clock() < there.clock()) {
            return false;
        }
        destination = null;
        hold(view, new Stop(there.reason(), there.hart(), view.clock(), there.address()));
        return true;
    }

    private void endSearch(ExecutionView view) {
        Search ended = search;
        hold(view, new Stop(Stop.Reason.ASKED, 0, view.clock(), 0), () -> ended.ended(true));
    }

    private void holdForAccess(ExecutionView view) {
        Stop access = seen;
        seen = null;
        if (!points.hasWatchpoints()) {
            return; // nobody is there any more who wanted to know
        }
        hold(view, new Stop(access.reason(), access.hart(), view.clock(), access.address()));
    }

    @Override
    public void access(
            long clock,
            int hart,
            boolean store,
            long address,
            long physical,
            int size,
            long value) {
        Watchpoint watchpoint = points.seeing(store, address, size);
        Search looking = search;
        if (watchpoint != null && looking != null) {
            looking.access(clock, hart, watchpoint);
        } else if (watchpoint != null && destination == null) {
            seen = new Stop(watchpoint.kind().reason, hart, clock, watchpoint.address());
        }
    }

    // Does what is asked until somebody lets it go.
    private void hold(ExecutionView view, Stop where) {
        hold(view, where, () -> listener.stopped(where));
    }

    private void hold(ExecutionView view, Stop where, Runnable then) {
        synchronized (lock) {
            if (gone) {
                return;
            }
            wanted = false;
            stop = where;
        }
        then.run();
        try {
            for (Task task = tasks.take(); task != Task.GO; task = tasks.take()) {
                task.work.accept(view);
            }
        } catch (InterruptedException e) {
            // Nobody does that but who ends the program.
            free();
            tasks.forEach(task -> task.answer.cancel(false));
            tasks.clear();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<String> holds() {
        Stop now = stop;
        return now == null
                ? Optional.empty()
                : Optional.of(name + " is stopped by a debugger, at clock " + now.clock());
    }
}
