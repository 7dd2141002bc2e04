package ft.io.net.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses, echo and datagrams. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UserNetworkTest {
    private UserGuest guest;

    @BeforeEach
    void open() throws Exception {
        guest = new UserGuest();
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private static byte[] question(int target) {
        return ByteBuffer.allocate(28)
                .putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1)
                .put(UserGuest.MAC)
                .putInt(Ip4.GUEST)
                .put(new byte[6])
                .putInt(target)
                .array();
    }

    @Test
    void answersForItsOwnAddressesOnly() throws Exception {
        guest.send(0x0806, question(Ip4.GUEST + 1));
        guest.send(0x0806, question(Ip4.NAMESERVER));
        ByteBuffer answer = guest.receive();
        assertThat(HexFormat.of().formatHex(answer.array()))
                .isEqualTo(
                        "020102030405"
                                + "024654ff0001"
                                + "0806"
                                + "00010800060400020"
                                + "24654ff0001"
                                + "0a000203"
                                + "020102030405"
                                + "0a00020f");
        assertThat(guest.isSilent()).isTrue();
    }

    @Test
    void echoes() throws Exception {
        ByteBuffer ping = ByteBuffer.allocate(13);
        ping.put((byte) 8)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(0x12340001)
                .put("hello".getBytes());
        guest.ip(1, Ip4.GUEST, Ip4.GATEWAY + 5, ping.array());
        guest.ip(1, Ip4.GUEST, Ip4.GATEWAY, ping.array());
        ByteBuffer pong = guest.receiveIp(1, Ip4.GATEWAY);
        assertThat(pong.get(0)).isZero();
        assertThat(pong.getInt(4)).isEqualTo(0x12340001);
        assertThat(pong.limit()).isEqualTo(13);
        byte[] all = new byte[13];
        pong.get(0, all);
        assertThat(Ip4.checksum(all, 0, 13)).as("with its checksum").isZero();
    }

    private static byte[] dhcp(int type, int wanted) {
        ByteBuffer message = ByteBuffer.allocate(255);
        message.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 0).putInt(0xCAFE);
        message.position(28).put(UserGuest.MAC);
        message.position(236).putInt(0x63825363).put((byte) 0);
        message.put((byte) 53).put((byte) 1).put((byte) type);
        if (wanted != 0) {
            message.put((byte) 50).put((byte) 4).putInt(wanted);
        }
        return message.put((byte) -1).array();
    }

    private ByteBuffer dhcpAnswer() throws Exception {
        ByteBuffer packet = guest.receiveIp(17, Ip4.GATEWAY);
        assertThat(UserGuest.pseudoSum(17, Ip4.GATEWAY, Ip4.BROADCAST, packet)).isEqualTo(0xFFFF);
        assertThat(packet.getInt(0)).isEqualTo(67 << 16 | 68);
        ByteBuffer answer = packet.slice(8, packet.limit() - 8);
        assertThat(answer.getInt(4)).isEqualTo(0xCAFE);
        assertThat(answer.slice(28, 6)).isEqualTo(ByteBuffer.wrap(UserGuest.MAC));
        return answer;
    }

    @Test
    void givesAnAddress() throws Exception {
        for (int type : new int[] {1, 3}) {
            guest.ip(17, 0, -1, datagram(dhcp(type, type == 1 ? 0 : Ip4.GUEST)));
            ByteBuffer answer = dhcpAnswer();
            assertThat(answer.getInt(16)).as("yours").isEqualTo(0x0A00020F);
            byte[] options = new byte[36];
            answer.get(240, options);
            assertThat(HexFormat.of().formatHex(options))
                    .isEqualTo(
                            "3501"
                                    + (type == 1 ? "02" : "05")
                                    + "36040a000202"
                                    + "330400015180"
                                    + "0104ffffff00"
                                    + "03040a000202"
                                    + "06040a000203"
                                    + "ff00"
                                    + "00");
        }
        guest.ip(17, 0, -1, datagram(dhcp(3, 0x0A000277)));
        ByteBuffer refusal = dhcpAnswer();
        assertThat(refusal.getInt(16)).isZero();
        assertThat(refusal.get(242)).as("NAK").isEqualTo((byte) 6);
    }

    private static byte[] datagram(byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(8 + data.length);
        packet.putShort((short) 68).putShort((short) 67).putShort((short) packet.capacity());
        return packet.putShort((short) 0).put(data).array();
    }

    @Test
    void datagramsReachTheHostAndItsAnswersTheGuest() throws Exception {
        try (DatagramSocket host = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            guest.udp(4000, Ip4.GATEWAY, host.getLocalPort(), "from 4000".getBytes());
            guest.udp(4001, Ip4.GATEWAY, host.getLocalPort(), "from 4001".getBytes());
            for (int i = 0; i < 2; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                host.receive(packet);
                packet.setData(
                        ("re: " + new String(packet.getData(), 0, packet.getLength())).getBytes());
                host.send(packet);
            }
            for (int i = 0; i < 2; i++) {
                ByteBuffer packet = guest.receiveIp(17, Ip4.GATEWAY);
                assertThat(UserGuest.pseudoSum(17, Ip4.GATEWAY, Ip4.GUEST, packet))
                        .isEqualTo(0xFFFF);
                assertThat(packet.getShort(0) & 0xFFFF).isEqualTo(host.getLocalPort());
                byte[] data = new byte[packet.limit() - 8];
                packet.get(8, data);
                assertThat(new String(data)).isEqualTo("re: from " + packet.getShort(2));
            }
        }
    }

    @Test
    void nonsenseHarmsNothing() throws Exception {
        for (int length = 0; length < 60; length++) {
            guest.send(0x0806, new byte[length]);
            guest.send(0x0800, new byte[length]);
            guest.ip(1, Ip4.GUEST, Ip4.GATEWAY, new byte[length]);
            guest.ip(6, Ip4.GUEST, Ip4.NAMESERVER, new byte[0]);
            guest.ip(17, Ip4.GUEST, Ip4.GATEWAY, new byte[length]);
            guest.ip(99, Ip4.GUEST, Ip4.GATEWAY, new byte[length]);
            guest.ip(17, 0, -1, datagram(new byte[length]));
        }
        echoes();
    }
}
