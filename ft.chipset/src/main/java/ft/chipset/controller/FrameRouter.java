package ft.chipset.controller;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;

/** Hands incoming frames to the part of a controller they are for. */
final class FrameRouter implements CrosslinkPort.Handler {
    private final FtController controller;
    private final RecordCodec codec;
    private final FrameBuffer in = new FrameBuffer(0);

    FrameRouter(FtController controller, RecordCodec codec) {
        this.controller = controller;
        this.codec = codec;
    }

    @Override
    public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
        in.wrap(buffer, offset, length);
        FrameType type = FrameType.of((byte) in.getByte());
        switch (type) {
            case START -> controller.rounds().startAnnounced();
            case REPORT -> {
                controller.rounds().report(peer).get(in, codec);
                controller.outbound().boundary(peer);
            }
            case SIGNATURE -> controller.rounds().report(peer).takeSignature(in);
            case VERDICT -> controller.rounds().report(peer).takeVerdict(in);
            case INBOUND_DONE -> controller.rounds().inboundDone(peer, InboundResult.get(in));
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
            case EVENT -> controller.desk().receive(in);
            case CONTENT_DATA,
                    SUMMARIES,
                    CHECK_VALUES,
                    TRACE_PAGES,
                    CONTEXT_DIGEST,
                    SERVICE_STATE ->
                    controller.resync().answer(type, in);
            default -> controller.destination().frame(type, peer, in);
        }
    }
}
