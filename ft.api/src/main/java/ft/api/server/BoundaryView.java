package ft.api.server;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What there is to see of a server at an instruction boundary; nothing here changes it. */
@ProviderType
public interface BoundaryView {
    /** Number of the round that has ended; rounds count quanta and commands alike. */
    long round();

    /** Clock of the service, in cycles since its start. */
    long clock();

    /** The system that is ACT and in service, -1 if there is none. */
    int active();

    /** Whether the crosslinks are connected. */
    boolean linked();

    /** Whether the service stands still until something comes from outside. */
    boolean standsStill();

    /** How the guest ended by itself, or empty. */
    String guestExit();

    /** Bytes of main storage in a unit of {@link #addSuspects}: those of a line or a page. */
    int suspectBytes();

    /**
     * Adds the units of main storage that the FT controllers hold to differ between the side in
     * service and another one: what the access traces of both cover, what was written since (spec
     * K2, K9), and what is guarded until it is verified.
     */
    void addSuspects(BitSet units);

    /**
     * Compares main storage of a system with that of the system in service, byte by byte, and gives
     * where they differ though no controller holds them to differ; ascending. Exact where the trace
     * is of lines.
     *
     * <p>Invariant K9: from Online async on until the copy has ended, all of that are cells that
     * flipped and that nobody has touched since.
     *
     * @param system another one than {@link #active()}; both have to be powered
     */
    List<MemoryRange> unexplained(int system);

    /** The lists of the copy strategy at work, or as the last one has left them. */
    Optional<CopyLists> lists();

    /** The systems, in their order. */
    List<? extends SystemView> systems();
}
