package ft.chipset.record;

import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.chipset.history.Input;
import java.util.List;
import java.util.Map;

/**
 * A record that was read.
 *
 * @param bundles symbolic names and versions of the bundles that decide the history
 * @param options of the server's description
 * @param slots its slots, a line each
 * @param disks content that its devices began with, by slot
 * @param programs in the order of their numbers
 * @param inputs in the order in which they took effect
 * @param marks in their order
 * @param end the last moment it knows
 * @param memory digests of main storage at the end, or none
 * @param context digests of contexts at the end, or none
 * @param truncated whether it was not closed
 */
public record RecordContent(
        Map<String, String> bundles,
        Map<String, String> options,
        List<String> slots,
        Map<String, Content> disks,
        List<GuestProgram> programs,
        List<Input> inputs,
        List<CheckMark> marks,
        Moment end,
        List<String> memory,
        List<String> context,
        boolean truncated) {
    /** Content that can be written to a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void writeTo(java.io.OutputStream target) throws java.io.IOException;
    }
}
