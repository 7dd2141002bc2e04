package ft.chipset.access;

import static ft.api.state.SystemState.*;
import static ft.chipset.access.Grant.ASYNC;
import static ft.chipset.access.Grant.MASTER_ABORT;
import static ft.chipset.access.Grant.SYNC;
import static ft.chipset.access.Target.*;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableTable;
import ft.api.state.SystemState;

/**
 * Access permissions by state (P6 Tables 3 and 4, spec section 4). The other side's shared resource
 * controller is a mailbox across the crosslink; in the divided states ST1 and ST6 there is no
 * crosslink, so it is refused there (X21).
 */
public final class AccessMatrix {
    private static final ImmutableTable<SystemState, Target, Grant> OUTBOUND =
            new Rows()
                    .row(OFF, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT)
                    .row(ONLINE_DIVIDE, SYNC, SYNC, MASTER_ABORT, MASTER_ABORT)
                    .row(ONLINE_READY, SYNC, SYNC, SYNC, SYNC)
                    .row(PRE_ONLINE_SYNC, SYNC, SYNC, SYNC, SYNC)
                    .row(ONLINE_SYNC, SYNC, SYNC, SYNC, SYNC)
                    .row(ONLINE_ASYNC, SYNC, SYNC, SYNC, SYNC)
                    .row(OFFLINE_DIVIDE, ASYNC, ASYNC, MASTER_ABORT, MASTER_ABORT)
                    .row(OFFLINE, ASYNC, ASYNC, ASYNC, ASYNC)
                    .row(RECOVER_OFFLINE, ASYNC, ASYNC, ASYNC, ASYNC)
                    .row(PRE_OFFLINE, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT)
                    .row(FAULT, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT, MASTER_ABORT)
                    .build();

    /** Sources from which inbound requests reach main storage; DMA of the SRC counts as SRC. */
    private static final ImmutableSetMultimap<SystemState, Target> INBOUND =
            ImmutableSetMultimap.<SystemState, Target>builder()
                    .putAll(ONLINE_DIVIDE, OWN_DEVICE, OWN_SRC)
                    .putAll(ONLINE_READY, Target.values())
                    .putAll(PRE_ONLINE_SYNC, Target.values())
                    .putAll(ONLINE_SYNC, Target.values())
                    .putAll(ONLINE_ASYNC, Target.values())
                    .putAll(OFFLINE_DIVIDE, OWN_DEVICE, OWN_SRC)
                    .putAll(OFFLINE, OWN_SRC, OTHER_SRC)
                    .putAll(RECOVER_OFFLINE, Target.values())
                    .build();

    private AccessMatrix() {}

    /** Whether a CPU subsystem in a state may send a request to a target. */
    public static Grant outbound(SystemState state, Target target) {
        return OUTBOUND.get(state, target);
    }

    /**
     * Whether an inbound request from a source reaches the CPU subsystem of a system in a state.
     */
    public static boolean inbound(SystemState state, Target source) {
        return INBOUND.containsEntry(state, source);
    }

    private static final class Rows {
        private final ImmutableTable.Builder<SystemState, Target, Grant> table =
                ImmutableTable.builder();

        Rows row(SystemState state, Grant ownDevice, Grant ownSrc, Grant device, Grant otherSrc) {
            table.put(state, OWN_DEVICE, ownDevice)
                    .put(state, OWN_SRC, ownSrc)
                    .put(state, OTHER_DEVICE, device)
                    .put(state, OTHER_SRC, otherSrc);
            return this;
        }

        ImmutableTable<SystemState, Target, Grant> build() {
            return table.build();
        }
    }
}
