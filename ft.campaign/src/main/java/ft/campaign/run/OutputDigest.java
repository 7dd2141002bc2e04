package ft.campaign.run;

import ft.api.server.FtServer;
import java.util.ArrayList;
import java.util.List;

/** A rolling digest of everything that devices send to the host, channel by channel. */
final class OutputDigest implements AutoCloseable {
    private static final long FACTOR = 0x100000001b3L;

    private final List<AutoCloseable> listening = new ArrayList<>();
    private final long[] hashes;
    private long bytes;

    OutputDigest(FtServer server) {
        List<String> channels = server.channels();
        hashes = new long[channels.size()];
        for (int i = 0; i < hashes.length; i++) {
            int channel = i;
            listening.add(server.onOutput(channels.get(i), data -> add(channel, data)));
        }
    }

    private void add(int channel, byte[] data) {
        long hash = hashes[channel];
        for (byte each : data) {
            hash = (hash ^ each & 0xff) * FACTOR + 1;
        }
        hashes[channel] = hash;
        bytes += data.length;
    }

    /** Digest of all until now; the same for the same bytes in each channel. */
    long digest() {
        long digest = bytes;
        for (long hash : hashes) {
            digest = digest * 0x9e3779b97f4a7c15L + hash;
        }
        return digest;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : listening) {
            each.close();
        }
    }
}
