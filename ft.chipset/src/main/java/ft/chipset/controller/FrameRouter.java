package ft.chipset.controller;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.chipset.controller.round.InboundResult;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Hands incoming frames to the part of a controller they are for, when its round has begun. */
public final class FrameRouter implements CrosslinkPort.Handler {
    /**
     * Frames that begin with the number of their round. Of three controllers one may have begun a
     * round, and sent something, before the other one has heard that the last one is closed.
     */
    private static final Set<FrameType> OF_A_ROUND =
            EnumSet.of(FrameType.REQUEST, FrameType.REPORT, FrameType.SIGNATURE);

    private record Early(int peer, Path path, byte[] frame) {}

    private final FtController controller;
    private final RecordCodec codec;
    private final FrameBuffer in = new FrameBuffer(0);

    private final List<Early> early = new ArrayList<>();

    FrameRouter(FtController controller, RecordCodec codec) {
        this.controller = controller;
        this.codec = codec;
    }

    @Override
    public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
        in.wrap(buffer, offset, length);
        FrameType type = FrameType.of((byte) in.getByte());
        if (OF_A_ROUND.contains(type)) {
            if (in.getLong() > controller.side().view().round) {
                byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
                early.add(new Early(peer, path, copy));
                return;
            }
            in.wrap(buffer, offset + 1, length - 1);
        }
        switch (type) {
            case START -> controller.rounds().startAnnounced();
            case REPORT -> {
                controller.reports().of(peer).get(in, codec);
                controller.outbound().boundary(peer);
            }
            case SIGNATURE -> controller.reports().of(peer).takeSignature(in);
            case VERDICT -> controller.reports().of(peer).takeVerdict(in);
            case INBOUND_DONE -> controller.rounds().inboundDone(peer, InboundResult.get(in));
            case PASSED -> controller.rounds().passed(in.getInt());
            case ROUND_DONE ->
                    controller.rounds().roundDone(in.getLong(), in.getLong(), in.getByte() != 0);
            case REQUEST -> controller.outbound().receive(peer, in);
            case COMPLETION -> controller.outbound().completion(peer, in.getLong(), in.getInt());
            case WHO_WAITS -> controller.outbound().inquiries().asked(peer, in);
            case WAITS -> controller.outbound().inquiries().told(peer, in);
            case DMA_READ -> controller.inbound().answerRead(peer, in);
            case DMA_DATA -> controller.inbound().takeData(in);
            case DMA_WRITE -> controller.inbound().takeWrite(in);
            case DMA_CHECK -> controller.inbound().answerCheck(peer, in);
            case DMA_DIGEST -> controller.inbound().takeDigest(in);
            case GUARD -> controller.hardware().guards().raised(peer, in);
            case UNGUARD -> controller.hardware().guards().lowered(in.getInt());
            case GUARD_PULL -> controller.hardware().guards().content().pulled(in.getInt());
            case GUARDED_CONTENT -> controller.hardware().guards().content().take(in);
            case GUARD_DEMAND ->
                    controller.hardware().guards().content().demanded(peer, in.getInt());
            case GUARD_READY -> controller.hardware().guards().content().ready();
            case EVENT -> controller.events().receive(in);
            case CONTENT_DATA,
                    DIFFERENCES,
                    SUMMARIES,
                    CHECK_VALUES,
                    TRACE_ENTRIES,
                    CONTEXT_DIGEST,
                    SERVICE_STATE ->
                    controller.resync().answer(type, in);
            default -> controller.destination().frame(type, peer, in);
        }
    }

    @Override
    public void lent(int peer, Path path, byte[] buffer, int offset, int length, byte[][] pages) {
        in.wrap(buffer, offset, length);
        FrameType type = FrameType.of((byte) in.getByte());
        controller.destination().lent(type, peer, in, pages);
    }

    /** Takes the frames of the round that has just begun here. */
    public void catchUp() {
        List<Early> waiting = List.copyOf(early);
        early.clear();
        for (Early each : waiting) {
            frame(each.peer, each.path, each.frame, 0, each.frame.length);
        }
    }
}
