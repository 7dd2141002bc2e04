package ft.io.net.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TcpConnectionTest {
    private static final int PORT = 5000;
    private static final int WINDOW = 20_000;

    private UserGuest guest;
    private ServerSocket host;
    private int next = 0x7FFF_FF00;
    private int expected;

    @BeforeEach
    void open() throws Exception {
        guest = new UserGuest();
        host = new ServerSocket();
        host.setReceiveBufferSize(8192);
        host.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws Exception {
        guest.close();
        host.close();
    }

    private void send(int flags, int window, byte... data) {
        int mss = (flags & TcpSegment.SYN) != 0 ? 1000 : 0;
        guest.tcp(
                new TcpSegment(
                        PORT, host.getLocalPort(), next, expected, flags, window, mss, data));
        next += data.length + ((flags & (TcpSegment.SYN | TcpSegment.FIN)) != 0 ? 1 : 0);
    }

    private Socket connect() throws Exception {
        send(TcpSegment.SYN, WINDOW);
        TcpSegment answer = guest.receiveTcp();
        assertThat(answer.flags()).isEqualTo(TcpSegment.SYN | TcpSegment.ACK);
        assertThat(answer.ack()).isEqualTo(next);
        assertThat(answer.mss()).isEqualTo(1460);
        expected = answer.sequence() + 1;
        send(TcpSegment.ACK, WINDOW);
        return host.accept();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    /** Takes the stream up to its end, acknowledging as a guest does. */
    private byte[] receiveAll() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            TcpSegment segment = guest.receiveTcp();
            assertThat(segment.has(TcpSegment.RST)).isFalse();
            assertThat(segment.data().length).isLessThanOrEqualTo(1000);
            int known = expected - segment.sequence();
            if (known >= 0 && known < segment.length()) {
                all.write(segment.data(), known, segment.data().length - known);
                expected += segment.length() - known;
                if (segment.has(TcpSegment.FIN)) {
                    return all.toByteArray();
                }
            }
            if (segment.length() > 0) {
                send(TcpSegment.ACK, WINDOW);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "300000, 0", "30000, 7"})
    void bringsAllToTheGuestWhateverIsLost(int length, int lostOneIn) throws Exception {
        Socket socket = connect();
        Random luck = new Random(1);
        guest.lose(frame -> lostOneIn != 0 && luck.nextInt(lostOneIn) == 0);
        byte[] data = random(length);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                socket.getOutputStream().write(data);
                                socket.shutdownOutput();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        assertThat(receiveAll()).isEqualTo(data);
        guest.lose(frame -> false);
        writer.get();
        send(TcpSegment.FIN | TcpSegment.ACK, WINDOW);
        assertThat(socket.getInputStream().read()).as("the guest's end").isEqualTo(-1);
        socket.close();
    }

    @Test
    void bringsAllToTheHostAndStopsTheGuestMeanwhile() throws Exception {
        Socket socket = connect();
        byte[] data = random(3_000_000);
        CompletableFuture<byte[]> reader = new CompletableFuture<>();
        AtomicInteger acked = new AtomicInteger(next);
        int window = 65_535;
        int from = 0;
        boolean stopped = false;
        while (from < data.length) {
            int room = acked.get() + window - next;
            int length = Math.min(Math.min(1000, data.length - from), room);
            if (length > 0) {
                send(TcpSegment.ACK, WINDOW, Arrays.copyOfRange(data, from, from + length));
                from += length;
            } else if (!stopped && window == 0) {
                stopped = true; // nobody reads on the host yet
                readAll(socket, reader);
            } else {
                TcpSegment segment = guest.receiveTcp();
                if (segment.ack() - acked.get() >= 0) {
                    acked.set(segment.ack());
                    window = segment.window();
                }
            }
        }
        assertThat(stopped).isTrue();
        while (acked.get() != next) {
            acked.set(guest.receiveTcp().ack());
        }
        send(TcpSegment.FIN | TcpSegment.ACK, WINDOW);
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(data);
        socket.close();
    }

    private static void readAll(Socket socket, CompletableFuture<byte[]> reader) {
        Thread thread =
                new Thread(
                        () -> {
                            try (InputStream in = socket.getInputStream()) {
                                reader.complete(in.readAllBytes());
                            } catch (java.io.IOException e) {
                                reader.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws Exception {
        int port = host.getLocalPort();
        host.close();
        guest.tcp(new TcpSegment(PORT, port, next, 0, TcpSegment.SYN, WINDOW, 0, new byte[0]));
        TcpSegment answer = guest.receiveTcp();
        assertThat(answer.has(TcpSegment.RST)).isTrue();
        assertThat(answer.ack()).isEqualTo(next + 1);
    }

    @Test
    void aSegmentOfNoConnectionIsRefused() throws Exception {
        expected = 77;
        send(TcpSegment.ACK, WINDOW, (byte) 1);
        TcpSegment answer = guest.receiveTcp();
        assertThat(answer.has(TcpSegment.RST)).isTrue();
        assertThat(answer.sequence()).isEqualTo(77);
    }

    @Test
    void aResetOfTheGuestClosesTheSocket() throws Exception {
        Socket socket = connect();
        send(TcpSegment.RST, 0);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        socket.close();
    }

    @Test
    void repeatedAndFutureSegmentsAreNotTakenTwice() throws Exception {
        Socket socket = connect();
        send(TcpSegment.ACK, WINDOW, (byte) 'a', (byte) 'b');
        next -= 1;
        send(TcpSegment.ACK, WINDOW, (byte) 'b', (byte) 'c');
        next += 5;
        send(TcpSegment.ACK, WINDOW, (byte) 'x');
        next -= 6;
        send(TcpSegment.FIN | TcpSegment.ACK, WINDOW, (byte) 'd');
        next++;
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo("abcd".getBytes());
        socket.close();
    }
}
