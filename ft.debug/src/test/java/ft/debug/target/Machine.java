package ft.debug.target;

import ft.api.observer.ExecutionEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs a program of a test on a thread of its own, as the owner of a CPU subsystem does. */
public final class Machine implements AutoCloseable, SystemTarget.Listener {
    /** What the harts do. */
    public interface Program {
        void run(Machine machine);
    }

    public final FakeView view = new FakeView();
    public final SystemTarget target;
    public final BlockingQueue<Stop> stops = new LinkedBlockingQueue<>();
    public volatile SystemTarget.Listener further;
    private final Thread thread;

    public Machine(boolean waits, Program program) {
        target = new SystemTarget("#0", waits, this);
        thread = new Thread(() -> program.run(this));
    }

    public Machine start() {
        thread.start();
        return this;
    }

    /** A hart executes an instruction. */
    public void execute(int hart, long pc) {
        view.registers.put(hart + "pc", pc);
        if (target.interests().contains(ExecutionEvent.INSTRUCTION)) {
            target.instruction(view, hart, pc);
        }
        view.clock++;
    }

    /** A hart executes an instruction that accesses memory. */
    public void access(int hart, long pc, boolean store, long address, int size) {
        view.registers.put(hart + "pc", pc);
        if (target.interests().contains(ExecutionEvent.INSTRUCTION)) {
            target.instruction(view, hart, pc);
        }
        if (target.interests().contains(ExecutionEvent.ACCESS)) {
            target.access(view.clock, hart, store, address, address, size, 0);
        }
        view.clock++;
    }

    /** A quantum begins. */
    public void quantum() {
        target.resumed(view);
    }

    public Stop nextStop() throws InterruptedException {
        Stop stop = stops.poll(20, TimeUnit.SECONDS);
        if (stop == null) {
            throw new AssertionError("it does not stop");
        }
        return stop;
    }

    public void join() throws InterruptedException {
        thread.join(20_000);
        if (thread.isAlive()) {
            throw new AssertionError("it does not end");
        }
    }

    @Override
    public void stopped(Stop stop) {
        stops.add(stop);
        if (further != null) {
            further.stopped(stop);
        }
    }

    @Override
    public void gone() {
        if (further != null) {
            further.gone();
        }
    }

    @Override
    public void close() throws InterruptedException {
        target.detached();
        join();
    }
}
