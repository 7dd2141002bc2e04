package ft.chipset.controller;

import com.google.common.collect.ImmutableTable;
import ft.api.state.Mode;
import ft.api.state.StateEvent;

/** Step labels of P6 FIGS. 9 to 11 for events, by the mode of the system they happen to. */
final class PatentLabels {
    private static final ImmutableTable<StateEvent, Mode, String> FIRST =
            new ImmutableTable.Builder<StateEvent, Mode, String>()
                    .put(StateEvent.POR, Mode.ACT, "T100")
                    .put(StateEvent.POR, Mode.SBY, "T200")
                    .put(StateEvent.SET_ACT, Mode.ACT, "T101")
                    .put(StateEvent.SET_SBY, Mode.SBY, "T201")
                    .put(StateEvent.POR_REL, Mode.ACT, "T102")
                    .put(StateEvent.POR_REL, Mode.SBY, "T202")
                    .put(StateEvent.XLINK_UP, Mode.ACT, "T204")
                    .put(StateEvent.XLINK_UP, Mode.SBY, "T204")
                    .put(StateEvent.SYNC_START, Mode.ACT, "T105")
                    .put(StateEvent.SYNC_START, Mode.SBY, "T105")
                    .put(StateEvent.COPY_DONE, Mode.ACT, "T107")
                    .put(StateEvent.SMI, Mode.ACT, "T108")
                    .put(StateEvent.CTX_DONE, Mode.ACT, "T109")
                    .put(StateEvent.SYNC_RESET, Mode.ACT, "T110")
                    .put(StateEvent.SYNC_RESET, Mode.SBY, "T206")
                    .put(StateEvent.CHECK_OK, Mode.ACT, "T115")
                    .put(StateEvent.CHECK_OK, Mode.SBY, "T211")
                    .build();

    private static final ImmutableTable<StateEvent, Mode, String> AGAIN =
            new ImmutableTable.Builder<StateEvent, Mode, String>()
                    .put(StateEvent.BUS_MISMATCH, Mode.ACT, "T116")
                    .put(StateEvent.BUS_MISMATCH, Mode.SBY, "T212")
                    .put(StateEvent.IO_MISMATCH, Mode.ACT, "T116")
                    .put(StateEvent.IO_MISMATCH, Mode.SBY, "T212")
                    .put(StateEvent.TRACE_ALMOST_FULL, Mode.ACT, "T117")
                    .put(StateEvent.TRACE_ALMOST_FULL, Mode.SBY, "T213")
                    .put(StateEvent.SMI_ACK_ALL, Mode.SBY, "T214")
                    .put(StateEvent.SMI, Mode.ACT, "T118")
                    .put(StateEvent.COPY_DONE, Mode.ACT, "T120")
                    .put(StateEvent.COPY_DONE, Mode.SBY, "T216")
                    .put(StateEvent.CTX_DONE, Mode.ACT, "T121")
                    .put(StateEvent.CTX_DONE, Mode.SBY, "T217")
                    .put(StateEvent.SYNC_RESET, Mode.ACT, "T122")
                    .put(StateEvent.SYNC_RESET, Mode.SBY, "T122")
                    .put(StateEvent.CHECK_OK, Mode.ACT, "T127")
                    .put(StateEvent.CHECK_OK, Mode.SBY, "T222")
                    .build();

    private PatentLabels() {}

    /**
     * The label of an event, {@code ""} if it has none.
     *
     * @param again whether the pair was in step before: FIG. 11 instead of FIG. 10
     */
    static String of(StateEvent event, Mode mode, boolean again) {
        String label = again ? AGAIN.get(event, mode) : null;
        if (label == null) {
            label = FIRST.get(event, mode);
        }
        return label == null ? "" : label;
    }
}
