package ft.crosslink.local;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes frames and keeps copies of them. */
final class Received implements CrosslinkPort.Handler {
    record Frame(int peer, Path path, List<Byte> bytes) {
        static Frame of(int peer, Path path, byte... bytes) {
            List<Byte> list = new ArrayList<>();
            for (byte b : bytes) {
                list.add(b);
            }
            return new Frame(peer, path, list);
        }
    }

    final List<Frame> frames = new ArrayList<>();

    @Override
    public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
        frames.add(Frame.of(peer, path, Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    /** First bytes of the frames, in order. */
    List<Integer> marks() {
        return frames.stream().map(frame -> frame.bytes().get(0) & 0xff).toList();
    }
}
