package ft.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.device.kit.bench.DeviceBench;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Buffer;
import ft.io.kit.VirtioDriver.Completion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtioNetTest {
    @TempDir Path directory;

    private final HostLans lans = new HostLans();
    private DeviceBench bench;
    private VirtioDriver receive;
    private VirtioDriver transmit;

    @BeforeEach
    void start() throws Exception {
        start(Map.of("network", "lan", "mac", "52:54:00:12:34:56"));
    }

    private void start(Map<String, String> options) throws DeviceException {
        bench = DeviceBench.of(new VirtioNet(lans), options);
        List<VirtioDriver> drivers = VirtioDriver.start(bench, 8, 1 << 5 | 1 << 16, 2);
        receive = drivers.get(0);
        transmit = drivers.get(1);
    }

    private static byte[] frame(String text) {
        return ("to....from..08" + text).getBytes(StandardCharsets.UTF_8);
    }

    private void send(byte[] frame) {
        transmit.submit(
                "sent", false, List.of(transmit.bytes(new byte[12]), transmit.bytes(frame)));
        bench.boundary();
        assertThat(transmit.reap()).containsExactly(new Completion("sent", 0));
    }

    private byte[] content(Buffer buffer, int length) {
        byte[] bytes = new byte[length];
        bench.memory().get(buffer.offset(), bytes);
        return bytes;
    }

    @Test
    void tellsItsAddressAndLink() throws Exception {
        assertThat(bench.read(8)).isEqualTo(1);
        assertThat(bench.read(0x10) & 0xFFFFFFF).isEqualTo(1 << 5 | 1 << 16);
        assertThat(bench.read(0x100, 4)).isEqualTo(0x12005452);
        assertThat(bench.read(0x104, 2)).isEqualTo(0x5634);
        assertThat(bench.read(0x106, 2)).isEqualTo(1);
        start(Map.of("link", "down"));
        assertThat(bench.read(0x100, 4)).as("made of its place").isEqualTo(0x00544602);
        assertThat(bench.read(0x104, 2)).isEqualTo(0x0100);
        assertThat(bench.read(0x106, 2)).isZero();
    }

    @Test
    void sendsToItsNetworkAndTheHost() {
        send(frame("hello"));
        assertThat(bench.takeOutput("net")).isEqualTo("to....from..08hello");
        assertThat(bench.takeOutput("network lan")).isEqualTo("to....from..08hello");
    }

    @ParameterizedTest
    @CsvSource({"network lan", "net"})
    void receivesBehindAHeader(String side) {
        Buffer buffer = receive.buffer(1600, true);
        receive.submit("r", false, List.of(buffer));
        bench.boundary();
        assertThat(receive.reap()).isEmpty();
        bench.send(side, frame("hello"));
        assertThat(receive.reap()).containsExactly(new Completion("r", 12 + 19));
        assertThat(content(buffer, 12))
                .as("one buffer")
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(Arrays.copyOfRange(content(buffer, 31), 12, 31)).isEqualTo(frame("hello"));
        assertThat(bench.line()).isTrue();
    }

    @Test
    void framesWaitForBuffersInTheirOrder() {
        bench.send("net", frame("first"));
        bench.send("net", frame("second"));
        Buffer one = receive.buffer(100, true);
        Buffer two = receive.buffer(100, true);
        receive.submit(1, false, List.of(one));
        receive.submit(2, false, List.of(two));
        bench.boundary();
        assertThat(receive.reap()).containsExactly(new Completion(1, 31), new Completion(2, 32));
        assertThat(content(two, 32)).endsWith(frame("second"));
    }

    @Test
    void losesWhatNobodyTakes() {
        for (int i = 0; i < 1025; i++) {
            bench.send("net", frame("" + i));
        }
        assertThat(bench.errors())
                .containsExactly("a frame is lost, because the driver gives no buffers.");
        bench.write(0x070, 0);
        bench.send("net", frame("nobody"));
        assertThat(bench.errors()).as("without a driver that is no error").hasSize(1);
    }

    @Test
    void forgetsFramesWithItsDriver() {
        bench.send("net", frame("old"));
        bench.write(0x070, 0);
        Arrays.fill(bench.memory().array(), (byte) 0);
        receive = VirtioDriver.start(bench, 8, 0, 2).get(0);
        receive.submit("r", false, List.of(receive.buffer(100, true)));
        bench.boundary();
        assertThat(receive.reap()).isEmpty();
    }

    @Test
    void aLinkThatIsDownCarriesNothing() throws Exception {
        start(Map.of("network", "lan", "link", "down"));
        receive.submit("r", false, List.of(receive.buffer(100, true)));
        send(frame("x"));
        bench.send("net", frame("x"));
        assertThat(bench.takeOutput("net")).isEmpty();
        assertThat(bench.takeOutput("network lan")).isEmpty();
        assertThat(receive.reap()).isEmpty();
    }

    @Test
    void runtsAndGiantsAreDropped() {
        receive.submit("r", false, List.of(receive.buffer(100, true)));
        send(new byte[13]);
        send(new byte[65_550]);
        bench.send("net", new byte[13]);
        bench.send("net", new byte[65_550]);
        assertThat(bench.takeOutput("net")).isEmpty();
        assertThat(receive.reap()).isEmpty();
        assertThat(bench.read(0x070)).isEqualTo(15);
    }

    @Test
    void whatTheDriverMustNotDoBreaksTheQueue() throws Exception {
        receive.submit("r", false, List.of(receive.buffer(30, true)));
        bench.send("net", frame("hello"));
        assertThat(bench.errors())
                .containsExactly(
                        "the driver broke virtqueue 0: a frame of 19 bytes does not fit into a"
                                + " buffer of 30 with its header; the device needs a reset.");
        start(Map.of());
        transmit.submit("t", false, List.of(transmit.bytes(new byte[11])));
        bench.boundary();
        assertThat(bench.errors())
                .containsExactly(
                        "the driver broke virtqueue 1: a frame to send has no header; the device"
                                + " needs a reset.");
    }

    @Test
    void serversMeetOnALanOfTheHost() throws Exception {
        DeviceBench other = DeviceBench.of(new VirtioNet(lans), Map.of("host", "lan:office"));
        DeviceBench elsewhere = DeviceBench.of(new VirtioNet(lans), Map.of("host", "lan:home"));
        start(Map.of("host", "lan:office"));
        send(frame("hello"));
        assertThat(other.entered()).containsExactly(frame("hello"));
        assertThat(elsewhere.entered()).isEmpty();
        assertThat(bench.entered()).isEmpty();
        bench.connectHost(false);
        send(frame("recorded"));
        assertThat(other.entered()).as("what is replayed stays inside").hasSize(1);
        bench.connectHost(true);
        other.device().detach();
        send(frame("again"));
        assertThat(other.entered()).hasSize(1);
    }

    @Test
    void capturesWithGuestTime() throws Exception {
        Path file = directory.resolve("net.pcap");
        Files.write(file, new byte[100]);
        start(Map.of("pcap", file.toString()));
        bench.boundary(2_000_000_007L);
        send(frame("out"));
        bench.boundary(5);
        bench.send("net", frame("in"));
        bench.replaceBy(new VirtioNet(lans));
        send(frame("on"));
        bench.device().detach();
        ByteBuffer content =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(content.array(), 24)))
                .isEqualTo("4d3cb2a1020004000000000000000000" + "00000400" + "01000000");
        int at = 24;
        for (Object[] each : new Object[][] {{"out", 7}, {"in", 12}, {"on", 12}}) {
            byte[] frame = frame((String) each[0]);
            assertThat(content.getInt(at)).isEqualTo(2);
            assertThat(content.getInt(at + 4)).isEqualTo(each[1]);
            assertThat(content.getInt(at + 8)).isEqualTo(frame.length);
            assertThat(content.getInt(at + 12)).isEqualTo(frame.length);
            assertThat(Arrays.copyOfRange(content.array(), at + 16, at + 16 + frame.length))
                    .isEqualTo(frame);
            at += 16 + frame.length;
        }
        assertThat(content.capacity()).isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mac=52:54:00 | the option mac is \"52:54:00\", but must be an address of one device such as 02:46:54:00:00:01",
                "mac=01:00:5e:00:00:01 | the option mac is \"01:00:5e:00:00:01\", but must be an address of one device such as 02:46:54:00:00:01",
                "link=on | the option link is \"on\", but must be up or down",
                "host=tap | the option host is \"tap\", but must be none, user or lan:NAME",
                "host=lan: | the option host is \"lan:\", but must be none, user or lan:NAME",
                "net=lan | there is no option net; this device has mac, link, network, host, pcap",
                "pcap=/nowhere/x.pcap | the capture file cannot be opened (/nowhere/x.pcap (No such file or directory)); name another one in the option pcap",
            })
    void saysWhatIsWrongWithItsOptions(String option, String sentence) {
        String[] parts = option.split("=");
        assertThatThrownBy(() -> DeviceBench.of(new VirtioNet(lans), Map.of(parts[0], parts[1])))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: " + sentence + ".");
    }

    /** The cable is drawn before the board goes: the driver hears of it, and loses nothing else. */
    @Test
    void losesItsLinkWhenItsBoardGoes() {
        Buffer buffer = receive.buffer(1600, true);
        receive.submit("r", false, List.of(buffer));
        bench.boundary();
        bench.write(0x064, 1);
        bench.eject();
        assertThat(bench.line()).isTrue();
        assertThat(bench.read(0x060)).isEqualTo(2);
        assertThat(bench.read(0x104, 2)).as("its address").isEqualTo(0x5634);
        assertThat(bench.read(0x106, 2)).isZero();
        send(frame("hello"));
        assertThat(bench.takeOutput("net")).isEmpty();
        assertThat(bench.takeOutput("network lan")).isEmpty();
        bench.send("network lan", frame("hello"));
        bench.boundary();
        assertThat(receive.reap()).isEmpty();
        bench.device().reset();
        assertThat(bench.read(0x106, 2)).isEqualTo(1);
    }
}
