package ft.chipset.controller.round;

import ft.api.slot.PowerRequest;
import ft.chipset.link.FrameBuffer;

/**
 * What an IO subsystem's turn at a boundary left for all.
 *
 * @param alarm clock of its next alarm
 * @param lines its interrupt lines
 * @param request what a device asks of the board, or null
 * @param command what software asks of the FT controllers, or 0
 */
public record InboundResult(long alarm, int lines, PowerRequest request, long command) {
    void put(FrameBuffer out) {
        out.putLong(alarm).putInt(lines);
        out.putByte(request == null ? -1 : request.kind().ordinal());
        out.putInt(request == null ? 0 : request.code());
        out.putLong(command);
    }

    public static InboundResult get(FrameBuffer in) {
        long alarm = in.getLong();
        int lines = in.getInt();
        int kind = in.getByte();
        int code = in.getInt();
        long command = in.getLong();
        return new InboundResult(
                alarm,
                lines,
                kind < 0 ? null : new PowerRequest(PowerRequest.Kind.values()[kind], code),
                command);
    }
}
