package ft.bench.copy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine protocol of a QEMU, over a socket in the file system. */
final class Qmp implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long LOOK_EVERY_MILLIS = 10;

    private final SocketChannel channel;
    private final BufferedReader in;
    private final Writer out;

    private Qmp(SocketChannel channel) {
        this.channel = channel;
        in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        out = Channels.newWriter(channel, StandardCharsets.UTF_8);
    }

    /** Connects, as soon as the QEMU that was told to listen there does. */
    static Qmp connect(Path socket) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!Files.exists(socket)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("it does not listen at " + socket);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Qmp qmp = new Qmp(channel);
            qmp.in.readLine(); // its greeting
            qmp.execute("{\"execute\":\"qmp_capabilities\"}");
            return qmp;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Has a command carried out; what it returns, as text. */
    String execute(String command) throws IOException {
        out.write(command + "\n");
        out.flush();
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("it ended");
            }
            if (line.startsWith("{\"error\"")) {
                throw new IOException(line);
            }
            if (line.startsWith("{\"return\"")) {
                return line; // all else are events
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
