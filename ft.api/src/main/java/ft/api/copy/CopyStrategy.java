package ft.api.copy;

import ft.api.resync.CopyEnvironment;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to bring main storage of the online system to the other one. Registered as a service; the
 * server selects one by {@link #NAME}. Stopping the bundle during a resynchronization ends that
 * attempt; the guest goes on and the attempt is repeated with what is there.
 */
@ConsumerType
public interface CopyStrategy {
    /** Service property with the name users select the strategy by. */
    String NAME = "ft.copy.strategy";

    /** One line for users on what the strategy does. */
    String description();

    /**
     * Whether the undetected-data pass of P17 (S12-S17) repairs differences after duplication has
     * begun. If not, a difference after the synchronization reset is a fault (P6 [0064]).
     */
    default boolean repairs() {
        return false;
    }

    /** Begins one resynchronization. */
    CopySession open(CopyEnvironment environment);
}
