package ft.chipset.server;

import ft.api.fields.StateFields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What devices send to the host, by channel: the newest part of it to look at, and a digest of all
 * of it with the clock values, to compare runs by.
 *
 * <p><b>Threading:</b> any thread.
 */
final class GuestOutput {
    /** Bytes of a channel that are kept. */
    private static final int KEPT = 4 << 20;

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private volatile boolean muted;

    /** Whether listeners hear nothing. */
    void mute(boolean quiet) {
        muted = quiet;
    }

    private static final class Channel {
        private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();
        private final MessageDigest sha256 = sha256();
        private final ByteBuffer stamp = ByteBuffer.allocate(12);

        // Each piece is digested with the digest of all before it, so that it can be gone on with.
        private byte[] digest = new byte[sha256.getDigestLength()];
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long length;

        synchronized void add(long clock, byte[] data) {
            sha256.update(digest);
            sha256.update(stamp.clear().putLong(clock).putInt(data.length).array());
            digest = sha256.digest(data);
            length += data.length;
            bytes.writeBytes(data);
            if (bytes.size() > 2 * KEPT) {
                byte[] all = bytes.toByteArray();
                bytes = new ByteArrayOutputStream();
                bytes.write(all, all.length - KEPT, KEPT);
            }
        }

        synchronized void clear() {
            digest = new byte[digest.length];
            bytes.reset();
            length = 0;
        }

        synchronized byte[] kept() {
            return bytes.toByteArray();
        }

        synchronized long length() {
            return length;
        }

        synchronized byte[] digest() {
            return digest;
        }

        synchronized void state(StateFields fields, String name) {
            length = fields.number(name + " length", length);
            digest = fields.bytes(name + " digest", digest);
            byte[] kept = fields.bytes(name + " bytes", bytes.toByteArray());
            if (fields.isLoading()) {
                bytes.reset();
                bytes.writeBytes(kept);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private Channel channel(String name) {
        return channels.computeIfAbsent(name, n -> new Channel());
    }

    void add(String name, long clock, byte[] data, int offset, int length) {
        Channel channel = channel(name);
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        channel.add(clock, copy);
        if (!muted) {
            channel.listeners.forEach(listener -> listener.accept(copy));
        }
    }

    /** Forgets what was sent; listeners stay. */
    void clear() {
        channels.values().forEach(Channel::clear);
    }

    /** All of it, for a snapshot; listeners stay, and hear nothing of what is loaded. */
    void state(StateFields fields) {
        fields.version(1);
        String names = fields.text("channels", String.join("\n", new TreeMap<>(channels).keySet()));
        if (fields.isLoading()) {
            clear();
        }
        for (String name : names.split("\n")) {
            if (!name.isEmpty()) {
                channel(name).state(fields, name);
            }
        }
    }

    byte[] kept(String name) {
        return channel(name).kept();
    }

    AutoCloseable listen(String name, Consumer<byte[]> listener) {
        Channel channel = channel(name);
        channel.listeners.add(listener);
        return () -> channel.listeners.remove(listener);
    }

    long length() {
        return channels.values().stream().mapToLong(Channel::length).sum();
    }

    String digest() {
        MessageDigest all = sha256();
        new TreeMap<>(channels)
                .forEach(
                        (name, channel) -> {
                            if (channel.length() > 0) {
                                all.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                                all.update(channel.digest());
                            }
                        });
        return HexFormat.of().formatHex(all.digest());
    }
}
