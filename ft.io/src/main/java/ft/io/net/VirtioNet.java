package ft.io.net;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.HostChannel;
import ft.api.slot.NetworkPort;
import ft.device.kit.Options;
import ft.io.virtio.BrokenRingException;
import ft.io.virtio.Request;
import ft.io.virtio.VirtioPair;
import java.util.Arrays;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Virtio network device with one pair of queues. Its cable leads to the host by a channel, a frame
 * at a time, and to a network of its server if it joins one.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=virtio-net", Device.BAY + "=false"})
public final class VirtioNet extends VirtioPair {
    /** Name of the channel to the host. */
    static final String CHANNEL = "net";

    /** Option: name of a network of the server. */
    static final String NETWORK = "network";

    /** Option: {@code up} or {@code down}. */
    static final String LINK = "link";

    /** Option: what is at the host's end of the cable. */
    static final String HOST = "host";

    private static final int DEVICE_ID = 1;
    private static final int QUEUE_SIZE = 256;

    private static final long F_MAC = 1L << 5;
    private static final long F_STATUS = 1L << 16;

    private static final int CONFIGURATION_SIZE = 8;
    private static final int STATUS = 6;
    private static final byte STATUS_LINK_UP = 1;

    private static final int HEADER_SIZE = 12;
    private static final int NUM_BUFFERS = 10;
    private static final int SHORTEST_FRAME = 14;
    private static final int LONGEST_FRAME = 65_549;

    private final HostLans lans;
    private final FrameQueue received = new FrameQueue();
    private byte[] configuration;
    private byte[] gone;
    private boolean linkUp;
    private Capture capture;
    private HostChannel channel;
    private HostEnd host;

    /** Null if the device is on no network. */
    private NetworkPort network;

    /** A network device. */
    @Activate
    public VirtioNet(@Reference HostLans lans) {
        super(QUEUE_SIZE);
        this.lans = lans;
    }

    @Override
    protected int deviceId() {
        return DEVICE_ID;
    }

    @Override
    protected long deviceFeatures() {
        return F_MAC | F_STATUS;
    }

    /** When its board goes, the cable is the first that does. */
    @Override
    protected byte[] configuration() {
        return isEjected() ? gone : configuration;
    }

    @Override
    protected void leave() {
        received.clear();
    }

    private boolean isLinkUp() {
        return linkUp && !isEjected();
    }

    @Override
    protected void open() throws DeviceException {
        Options.allow(context(), MacAddress.OPTION, LINK, NETWORK, HOST, Capture.OPTION);
        configuration = Arrays.copyOf(MacAddress.of(context()), CONFIGURATION_SIZE);
        linkUp = Options.choice(context(), LINK, "up", "down") == 0;
        configuration[STATUS] = linkUp ? STATUS_LINK_UP : 0;
        gone = configuration.clone();
        gone[STATUS] = 0;
        channel = context().channel(CHANNEL, this::receive);
        String name = context().options().get(NETWORK);
        network = name == null ? null : context().network(name, this::receive);
        capture = Capture.of(context());
        try {
            host = HostEnds.open(context(), HOST, lans, channel::enter);
        } catch (DeviceException e) {
            capture.close();
            throw e;
        }
    }

    @Override
    public void detach() {
        host.close();
        capture.close();
    }

    @Override
    protected void driverLeft() {
        received.clear();
    }

    @Override
    protected void powerOn() {
        capture.restart();
    }

    private void receive(byte[] frame) {
        if (!isLinkUp() || !isRunning() || !isFrame(frame.length)) {
            return;
        }
        if (received.add(frame)) {
            capture.add(frame);
            passOn();
        } else {
            context().error("a frame is lost, because the driver gives no buffers.");
        }
    }

    private static boolean isFrame(long length) {
        return length >= SHORTEST_FRAME && length <= LONGEST_FRAME;
    }

    @Override
    protected boolean hasWaiting() {
        return !received.isEmpty();
    }

    @Override
    protected void transmit(Request request) throws BrokenRingException {
        long length = request.in().length() - HEADER_SIZE;
        if (length < 0) {
            throw new BrokenRingException("a frame to send has no header");
        }
        if (isLinkUp() && isFrame(length)) {
            byte[] frame = new byte[(int) length];
            request.in().read(HEADER_SIZE, frame, 0, frame.length);
            capture.add(frame);
            channel.send(frame, 0, frame.length);
            if (network != null) {
                network.send(frame, 0, frame.length);
            }
            if (context().hasHost()) {
                host.send(frame);
            }
        }
    }

    @Override
    protected long fill(Request request) throws BrokenRingException {
        byte[] frame = received.take();
        if (request.out().length() < HEADER_SIZE + frame.length) {
            throw new BrokenRingException(
                    "a frame of %d bytes does not fit into a buffer of %d with its header"
                            .formatted(frame.length, request.out().length()));
        }
        byte[] all = new byte[HEADER_SIZE + frame.length];
        all[NUM_BUFFERS] = 1;
        System.arraycopy(frame, 0, all, HEADER_SIZE, frame.length);
        request.out().write(0, all, 0, all.length);
        return all.length;
    }

    @Override
    protected void deviceState(StateFields fields) {
        received.state(fields, "received");
    }
}
