package ft.api.server;

import java.util.BitSet;
import java.util.List;
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

    /**
     * Adds the pages that the FT controllers hold to differ between the side in service and a side
     * that fell out of step: the access traces of both, and what was written since (spec K2, K9).
     */
    void addSuspects(BitSet pages);

    /** The systems, in their order. */
    List<? extends SystemView> systems();
}
