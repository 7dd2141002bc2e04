package ft.io.serial;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.HostChannel;
import ft.device.kit.Options;
import ft.io.virtio.BrokenRingException;
import ft.io.virtio.Request;
import ft.io.virtio.VirtioPair;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Virtio console with one port. What comes from the host waits until the driver gives buffers for
 * it, also over a reset of the driver.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=virtio-console", Device.BAY + "=false"})
public final class VirtioConsole extends VirtioPair {
    /** Name of the channel to the host. */
    static final String CHANNEL = "console";

    /** Option: width in characters. */
    static final String COLUMNS = "columns";

    /** Option: height in characters. */
    static final String ROWS = "rows";

    private static final int DEVICE_ID = 3;
    private static final int QUEUE_SIZE = 128;

    private static final long F_SIZE = 1L << 0;
    private static final long F_EMERG_WRITE = 1L << 2;

    private static final int CONFIGURATION_SIZE = 12;
    private static final int ROWS_AT = 2;
    private static final int EMERG_WR = 8;

    private static final int CHUNK = 4096;
    private static final int MOST_CHARACTERS = 0xFFFF;

    private final ByteFifo waiting = new ByteFifo();
    private final byte[] chunk = new byte[CHUNK];
    private HostChannel channel;
    private byte[] configuration;

    /** A console. */
    public VirtioConsole() {
        super(QUEUE_SIZE);
    }

    @Override
    protected int deviceId() {
        return DEVICE_ID;
    }

    @Override
    protected long deviceFeatures() {
        return F_SIZE | F_EMERG_WRITE;
    }

    @Override
    protected byte[] configuration() {
        return configuration;
    }

    @Override
    protected void open() throws DeviceException {
        Options.allow(context(), COLUMNS, ROWS);
        int columns = Options.number(context(), COLUMNS, 80, 1, MOST_CHARACTERS);
        int rows = Options.number(context(), ROWS, 25, 1, MOST_CHARACTERS);
        configuration =
                ByteBuffer.allocate(CONFIGURATION_SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort(0, (short) columns)
                        .putShort(ROWS_AT, (short) rows)
                        .array();
        channel = context().channel(CHANNEL, this::receive);
    }

    @Override
    protected void powerOn() {
        waiting.clear();
    }

    private void receive(byte[] data) {
        waiting.addAll(data);
        passOn();
    }

    @Override
    protected boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    protected void transmit(Request request) throws BrokenRingException {
        long length = request.in().length();
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(CHUNK, length - done);
            request.in().read(done, chunk, 0, part);
            channel.send(chunk, 0, part);
            done += part;
        }
    }

    @Override
    protected long fill(Request request) throws BrokenRingException {
        long room = request.out().length();
        if (room == 0) {
            throw new BrokenRingException("a buffer to receive into has no room");
        }
        int done = 0;
        while (done < room && done < CHUNK && !waiting.isEmpty()) {
            chunk[done++] = (byte) waiting.take();
        }
        request.out().write(0, chunk, 0, done);
        return done;
    }

    /** Works on a device that nobody has set up, for drivers in distress. */
    @Override
    protected void writeConfiguration(long offset, int size, long value) {
        if (offset == EMERG_WR) {
            channel.send((int) value);
        }
    }

    @Override
    protected void deviceState(StateFields fields) {
        byte[] content = fields.bytes("waiting", waiting.toBytes());
        waiting.clear();
        waiting.addAll(content);
    }
}
