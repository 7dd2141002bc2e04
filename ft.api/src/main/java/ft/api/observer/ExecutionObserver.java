package ft.api.observer;

import ft.api.cpu.ExecutionView;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at what the harts of a CPU subsystem execute: the hook for debuggers and tracers. See
 * {@link ft.api.server.FtServer#observe(int, ExecutionObserver)}.
 *
 * <p>What the guest does is the same with and without observers, instruction by instruction; so one
 * system of a pair can be observed and stays in step with the other. An observer that is interested
 * in nothing costs nothing. Service mode is not shown. Instructions that are executed are those of
 * the guest, or of the firmware beside the service, before and after it.
 *
 * <p><b>Every event is told once</b>, though an instruction that waits for IO or for a guarded page
 * is tried again. {@link ExecutionView#clock()} numbers the instructions: each has a cycle of its
 * own, whichever hart executes it.
 *
 * <p><b>Threading:</b> all but {@link #detached} and {@link #holds} are called by the thread that
 * owns the CPU subsystem. {@link #resumed} and {@link #instruction} may take their time: while they
 * do not return, no guest time passes, and the other systems wait for this one at the end of their
 * quantum. So a debugger stops the machine by not returning, and has requests of other threads
 * carried out by the thread that it holds. An exception detaches the observer.
 */
@ConsumerType
public interface ExecutionObserver {
    /**
     * What it wants to be told; looked at before each {@link #instruction} that it is told of,
     * after it, and whenever the subsystem begins to run, which is at least once a quantum.
     *
     * @return an immutable set; a set that has not changed is best the same object
     */
    Set<ExecutionEvent> interests();

    /**
     * The subsystem begins to run: at the begin of a quantum, and after IO. Called whatever the
     * interests are, and even if all harts wait; an IO request may be under way, whose instruction
     * the hart has still to finish.
     *
     * @param view to be used during the call; of {@link ExecutionView#privilege}, {@link #trap} may
     *     make use as well until it resumes again
     */
    default void resumed(ExecutionView view) {}

    /**
     * A hart is about to execute an instruction, or to find that it cannot fetch it.
     *
     * @param view to be used during the call only
     * @param hart its number
     * @param pc address of the instruction, as the hart uses it
     */
    default void instruction(ExecutionView view, int hart, long pc) {}

    /**
     * A hart has loaded or stored. An atomic memory operation is a load and a store; an access in
     * two pages is one.
     *
     * @param clock of the instruction
     * @param hart its number
     * @param store whether it was a store
     * @param address as the hart uses it
     * @param physical where the access, or its first byte, goes
     * @param size bytes
     * @param value what was loaded or stored, zero-extended
     */
    default void access(
            long clock,
            int hart,
            boolean store,
            long address,
            long physical,
            int size,
            long value) {}

    /**
     * A hart takes a trap; it is still in the mode that it comes from.
     *
     * @param clock of the instruction that trapped, or before which the interrupt is taken
     * @param hart its number
     * @param pc what becomes {@code xepc}
     * @param cause what becomes {@code xcause}, with the highest bit set for an interrupt
     * @param value what becomes {@code xtval}
     * @param supervisor whether it is delegated to supervisor mode
     */
    default void trap(long clock, int hart, long pc, long cause, long value, boolean supervisor) {}

    /**
     * If it holds the CPU subsystem, that is, does not return from a call until somebody outside
     * wants it to: a sentence that says so, for {@link ft.api.server.FtServer#holds}. Any thread,
     * at any time.
     */
    default Optional<String> holds() {
        return Optional.empty();
    }

    /**
     * It is told nothing any more, because the server is being closed, it has been detached, or it
     * has thrown an exception. It has to return from whatever call it is in. Any thread.
     */
    default void detached() {}
}
