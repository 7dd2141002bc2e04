package ft.chipset.controller.event;

import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import ft.api.state.Mode;
import ft.api.state.StateEvent;

/**
 * Step labels of the patents for state events, by the mode of the system they happen to. Steps that
 * no state event stands for are labelled where they are done; those of P17 up to S15 by the copy
 * strategy.
 */
final class PatentLabels {
    private static final Table<StateEvent, Mode, String> START_AND_FIRST =
            labels(
                    row(StateEvent.POR, "T100", "T200"),
                    row(StateEvent.SET_ACT, "T101", ""),
                    row(StateEvent.SET_SBY, "", "T201"),
                    row(StateEvent.POR_REL, "T102", "T202"),
                    row(StateEvent.XLINK_UP, "T204", "T204"),
                    row(StateEvent.SYNC_START, "T105", "T105"),
                    row(StateEvent.COPY_DONE, "T107", ""),
                    row(StateEvent.SMI, "T108", ""),
                    row(StateEvent.CTX_DONE, "T109", ""),
                    row(StateEvent.SYNC_RESET, "T110", "T206"),
                    row(StateEvent.OUTPUT_MISMATCH, "S17", "S17"),
                    row(StateEvent.CHECK_OK, "T115", "T211"));

    /** What is labelled in another way when the pair was in step before. */
    private static final Table<StateEvent, Mode, String> AGAIN_ONLY =
            labels(
                    row(StateEvent.BUS_MISMATCH, "T116", "T212"),
                    row(StateEvent.IO_MISMATCH, "T116", "T212"),
                    row(StateEvent.TRACE_ALMOST_FULL, "T117", "T213"),
                    row(StateEvent.TRACE_FULL, "T117", "T213"),
                    row(StateEvent.IOQ_FULL, "T117", "T213"),
                    row(StateEvent.SW_LEAVE_ASYNC, "T117", "T213"),
                    row(StateEvent.SMI_ACK_ALL, "", "T214"),
                    row(StateEvent.SMI, "T118", ""),
                    row(StateEvent.COPY_DONE, "T120", "T216"),
                    row(StateEvent.CTX_DONE, "T121", "T217"),
                    row(StateEvent.SYNC_RESET, "T122", "T122"),
                    row(StateEvent.CHECK_OK, "T127", "T222"));

    /** What is labelled in another way when everything is copied again under stop. */
    private static final Table<StateEvent, Mode, String> FALLBACK_ONLY =
            labels(
                    row(StateEvent.SMI, "S18", ""),
                    row(StateEvent.COPY_DONE, "S19", ""),
                    row(StateEvent.CTX_DONE, "", ""),
                    row(StateEvent.SYNC_RESET, "S20", "S20"));

    /** The figures that tell a synchronization, and what is labelled by each before the last. */
    enum Figure {
        /** P6 FIGS. 9 and 10: power on and the first synchronization. */
        FIRST,
        /** P6 FIG. 11: the pair was in step before. */
        AGAIN,
        /** P17 S18 to S20, in a first synchronization. */
        FIRST_FALLBACK,
        /** P17 S18 to S20, after a disagreement. */
        AGAIN_FALLBACK;

        /** The same synchronization when everything is copied again. */
        Figure fallback() {
            return this == FIRST || this == FIRST_FALLBACK ? FIRST_FALLBACK : AGAIN_FALLBACK;
        }
    }

    private record Row(StateEvent event, String act, String sby) {}

    private PatentLabels() {}

    private static Row row(StateEvent event, String act, String sby) {
        return new Row(event, act, sby);
    }

    private static Table<StateEvent, Mode, String> labels(Row... rows) {
        ImmutableTable.Builder<StateEvent, Mode, String> table = ImmutableTable.builder();
        for (Row row : rows) {
            table.put(row.event, Mode.ACT, row.act).put(row.event, Mode.SBY, row.sby);
        }
        return table.build();
    }

    /** The label of an event, {@code ""} if it has none. */
    static String of(StateEvent event, Mode mode, Figure figure) {
        String label = null;
        if (figure == Figure.FIRST_FALLBACK || figure == Figure.AGAIN_FALLBACK) {
            label = FALLBACK_ONLY.get(event, mode);
        }
        if (label == null && (figure == Figure.AGAIN || figure == Figure.AGAIN_FALLBACK)) {
            label = AGAIN_ONLY.get(event, mode);
        }
        if (label == null) {
            label = START_AND_FIRST.get(event, mode);
        }
        return label == null ? "" : label;
    }
}
