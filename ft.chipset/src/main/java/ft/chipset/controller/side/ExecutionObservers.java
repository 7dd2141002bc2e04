package ft.chipset.controller.side;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import ft.api.board.BoardMap;
import ft.api.cpu.ExecutionView;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Those who look at what the harts of a system execute, as the one observer that its CPU subsystem
 * has. While there are none it is interested in nothing, which costs nothing.
 *
 * <p><b>Threading:</b> {@link #add}, {@link #remove}, {@link #holds} and {@link #detached} may be
 * called by any thread.
 */
public final class ExecutionObservers implements ExecutionObserver {
    // All sets there are, by a bit for each event: one that has not changed is the same object.
    private static final ImmutableList<ImmutableSet<ExecutionEvent>> SETS = sets();

    private final List<Seat> seats = new CopyOnWriteArrayList<>();
    private final int system;

    /** Nobody yet, at a system. */
    public ExecutionObservers(int system) {
        this.system = system;
    }

    private static final class Seat {
        final ExecutionObserver observer;
        Set<ExecutionEvent> interests = SETS.get(0);
        int mask;

        Seat(ExecutionObserver observer) {
            this.observer = observer;
        }

        /** A bit for each interest it has now. */
        int mask() {
            Set<ExecutionEvent> now = observer.interests();
            if (now != interests) {
                interests = now;
                mask = now.stream().mapToInt(ExecutionObservers::bit).sum();
            }
            return mask;
        }

        boolean wants(ExecutionEvent event) {
            return (mask & bit(event)) != 0;
        }

        boolean wantsAccess(long physical) {
            return wants(ExecutionEvent.ACCESS)
                    || wants(ExecutionEvent.DEVICE_ACCESS) && isDevice(physical);
        }
    }

    private static boolean isDevice(long physical) {
        return physical < BoardMap.ROM_BASE
                || physical >= BoardMap.ROM_BASE + BoardMap.ROM_SIZE
                        && physical < BoardMap.DRAM_BASE;
    }

    private static int bit(ExecutionEvent event) {
        return 1 << event.ordinal();
    }

    private static ImmutableList<ImmutableSet<ExecutionEvent>> sets() {
        Set<ExecutionEvent> all = ImmutableSet.copyOf(ExecutionEvent.values());
        return ImmutableList.sortedCopyOf(
                        Comparator.comparingInt(ExecutionObservers::maskOf), Sets.powerSet(all))
                .stream()
                .map(Sets::immutableEnumSet)
                .collect(ImmutableList.toImmutableList());
    }

    private static int maskOf(Set<ExecutionEvent> events) {
        return events.stream().mapToInt(ExecutionObservers::bit).sum();
    }

    /** Adds an observer, which is told what it wants from the next run on. */
    public void add(ExecutionObserver observer) {
        seats.add(new Seat(observer));
    }

    /** Removes an observer, if it is there. */
    public void remove(ExecutionObserver observer) {
        if (seats.removeIf(seat -> seat.observer == observer)) {
            observer.detached();
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return seats.isEmpty();
    }

    /** The observers, in their order. */
    public List<ExecutionObserver> all() {
        return seats.stream().map(seat -> seat.observer).toList();
    }

    /** Hands over the observers, in their order, and forgets them; none of them is detached. */
    public List<ExecutionObserver> takeAll() {
        List<ExecutionObserver> all = all();
        seats.clear();
        return all;
    }

    @Override
    public Set<ExecutionEvent> interests() {
        int mask = 0;
        for (Seat seat : seats) {
            mask |= seat.mask();
        }
        return SETS.get(mask);
    }

    @Override
    public void resumed(ExecutionView view) {
        tell(seat -> true, observer -> observer.resumed(view));
    }

    @Override
    public void instruction(ExecutionView view, int hart, long pc) {
        tell(
                seat -> seat.wants(ExecutionEvent.INSTRUCTION),
                observer -> observer.instruction(view, hart, pc));
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
        tell(
                seat -> seat.wantsAccess(physical),
                observer -> observer.access(clock, hart, store, address, physical, size, value));
    }

    @Override
    public void trap(long clock, int hart, long pc, long cause, long value, boolean supervisor) {
        tell(
                seat -> seat.wants(ExecutionEvent.TRAP),
                observer -> observer.trap(clock, hart, pc, cause, value, supervisor));
    }

    // An observer that breaks is not a fault of the processor, which would take the system out.
    private void tell(Predicate<Seat> who, Consumer<ExecutionObserver> what) {
        for (Seat seat : seats) {
            if (who.test(seat)) {
                try {
                    what.accept(seat.observer);
                } catch (RuntimeException e) {
                    System.getLogger("ft.chipset")
                            .log(
                                    System.Logger.Level.ERROR,
                                    "An observer of the execution of #"
                                            + system
                                            + " failed and is detached: "
                                            + e,
                                    e);
                    remove(seat.observer);
                }
            }
        }
    }

    @Override
    public Optional<String> holds() {
        return seats.stream()
                .map(seat -> seat.observer.holds())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The server ends: whoever holds the CPU subsystem has to let it go. */
    @Override
    public void detached() {
        seats.forEach(seat -> remove(seat.observer));
    }
}
