package ft.io.net.user;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashMap;
import java.util.Map;

/** A socket for each flow of datagrams; the one that was silent longest gives way to a new one. */
final class UdpFlows {
    private static final int MOST = 256;
    private static final int NAMES = 53;
    private static final int LONGEST = 65_535;
    private static final int LONGEST_TO_GUEST = 1_472;

    private final Selector selector;
    private final GuestSide guest;
    private final InetAddress resolver;
    private final Map<Flow, DatagramChannel> flows = new LinkedHashMap<>(16, 0.75f, true);
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST);

    /**
     * No flows.
     *
     * @param resolver name server of the host
     */
    UdpFlows(Selector selector, GuestSide guest, InetAddress resolver) {
        this.selector = selector;
        this.guest = guest;
        this.resolver = resolver;
    }

    /** Takes a datagram from the guest; one that cannot be sent is lost, as datagrams are. */
    void send(Flow flow, ByteBuffer data) throws IOException {
        boolean names = flow.address() == Ip4.NAMESERVER && flow.port() == NAMES;
        if (!names && Ip4.isLocal(flow.address()) && flow.address() != Ip4.GATEWAY) {
            return;
        }
        try {
            DatagramChannel channel = flows.get(flow);
            if (channel == null) {
                channel = open(flow, names ? resolver : Ip4.onHost(flow.address()));
            }
            channel.write(data);
        } catch (IOException e) {
            forget(flow);
        }
    }

    private DatagramChannel open(Flow flow, InetAddress host) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        flows.put(flow, channel);
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(host, flow.port()));
        channel.register(selector, SelectionKey.OP_READ, (Ready) () -> receive(flow));
        if (flows.size() > MOST) {
            forget(flows.keySet().iterator().next());
        }
        return channel;
    }

    private void receive(Flow flow) throws IOException {
        DatagramChannel channel = flows.get(flow);
        try {
            buffer.clear();
            while (channel != null && channel.read(buffer) > 0) {
                byte[] data = new byte[buffer.flip().remaining()];
                buffer.get(data);
                buffer.clear();
                if (data.length <= LONGEST_TO_GUEST) {
                    guest.udp(flow.address(), flow.port(), Ip4.GUEST, flow.guestPort(), data);
                }
            }
        } catch (IOException e) {
            forget(flow); // nobody listens there
        }
    }

    private void forget(Flow flow) throws IOException {
        DatagramChannel channel = flows.remove(flow);
        if (channel != null) {
            channel.close();
        }
    }

    void close() throws IOException {
        for (DatagramChannel channel : flows.values()) {
            channel.close();
        }
    }
}
