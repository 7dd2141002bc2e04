package ft.api.server;

import ft.api.cpu.MainStorage;
import ft.api.observer.PageVisitor;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** One system at an instruction boundary; see {@link BoundaryView}. */
@ProviderType
public interface SystemView {
    /** Its number. */
    int system();

    /** State of its CPU subsystem. */
    SystemState state();

    /** Its mode. */
    Mode mode();

    /** Whether the CPU board is in its slot. */
    boolean cpuBoard();

    /** Whether the IO board is in its slot and has power. */
    boolean ioBoard();

    /** Whether there is a CPU subsystem; without one the methods below may not be called. */
    boolean powered();

    /**
     * Identity of the CPU subsystem: another number after a board was exchanged, and then every
     * page of main storage counts as changed.
     */
    int boardNumber();

    /** Cycles of the CPU subsystem since its power-on reset. */
    long clock();

    /** Instructions it has retired. */
    long retired();

    /** Main storage, to be read only. */
    MainStorage memory();

    /** See {@link ft.api.cpu.CpuSubsystem#takeChangedPages}. */
    void takeChangedPages(PageVisitor visitor);

    /**
     * The context (P6 T109); only of a system that is online.
     *
     * @throws IllegalStateException if an IO request is open
     */
    byte[] context();

    /** Whether the main storage access trace records. */
    boolean tracing();

    /** Entries in the access trace, lost ones included. */
    int traceEntries();

    /**
     * Faults that have struck in its own units and that the other controllers have not heard of:
     * {@link FtServer#faults()} has them as armed until the next boundary.
     */
    List<InjectedFault> unheardStrikes();
}
