package ft.io.block;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.device.StateFields;
import ft.io.support.Options;
import ft.io.virtio.BrokenRingException;
import ft.io.virtio.Request;
import ft.io.virtio.VirtioMmio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** Virtio block device on an image file or in memory. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=virtio-blk")
public final class VirtioBlock extends VirtioMmio {
    /** Option: path of the image file. */
    static final String IMAGE = "image";

    /** Option: size of a disk in memory. */
    static final String MEMORY = "memory";

    /** Option: whether the guest may not write. */
    static final String READ_ONLY = "readonly";

    private static final int DEVICE_ID = 2;
    private static final int QUEUE_SIZE = 256;
    private static final int SEGMENTS = QUEUE_SIZE - 2;

    private static final long F_SEG_MAX = 1L << 2;
    private static final long F_RO = 1L << 5;
    private static final long F_BLK_SIZE = 1L << 6;
    private static final long F_FLUSH = 1L << 9;

    private static final int CONFIGURATION_SIZE = 60;
    private static final int CAPACITY = 0;
    private static final int SEG_MAX = 12;
    private static final int BLK_SIZE = 20;

    private static final int HEADER_SIZE = 16;
    private static final int ID_SIZE = 20;
    private static final int TRANSFER = 64 * 1024;

    private static final int T_IN = 0;
    private static final int T_OUT = 1;
    private static final int T_FLUSH = 4;
    private static final int T_GET_ID = 8;

    private static final byte S_OK = 0;
    private static final byte S_IOERR = 1;
    private static final byte S_UNSUPP = 2;

    private final byte[] header = new byte[HEADER_SIZE];
    private final byte[] transfer = new byte[TRANSFER];
    private final byte[] status = new byte[1];
    private Disk disk;
    private boolean readOnly;
    private byte[] configuration;

    /** A block device with one queue. */
    public VirtioBlock() {
        super(1, QUEUE_SIZE);
    }

    @Override
    protected int deviceId() {
        return DEVICE_ID;
    }

    @Override
    protected long deviceFeatures() {
        return F_SEG_MAX | F_BLK_SIZE | F_FLUSH | (readOnly ? F_RO : 0);
    }

    @Override
    protected byte[] configuration() {
        return configuration;
    }

    @Override
    protected void open() throws DeviceException {
        Options.allow(context(), IMAGE, MEMORY, READ_ONLY);
        Map<String, String> options = context().options();
        readOnly = flag(options.getOrDefault(READ_ONLY, "false"));
        String image = options.get(IMAGE);
        String memory = options.get(MEMORY);
        if ((image == null) == (memory == null)) {
            throw problem(
                    "a block device needs either the option image or the option memory, but has "
                            + (image == null ? "neither" : "both"),
                    null);
        }
        disk = image != null ? openImage(image) : new MemoryDisk(memorySize(memory));
        configuration =
                ByteBuffer.allocate(CONFIGURATION_SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(CAPACITY, disk.size() / Disk.SECTOR)
                        .putInt(SEG_MAX, SEGMENTS)
                        .putInt(BLK_SIZE, Disk.SECTOR)
                        .array();
    }

    private boolean flag(String text) throws DeviceException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw problem(
                            "the option readonly is \"%s\", but must be true or false"
                                    .formatted(text),
                            null);
        };
    }

    private Disk openImage(String image) throws DeviceException {
        try {
            return ImageDisk.open(Path.of(image), readOnly);
        } catch (InvalidPathException e) {
            throw problem("the option image is \"%s\", which is no path".formatted(image), e);
        } catch (IOException e) {
            throw problem("the disk image %s %s".formatted(image, e.getMessage()), e);
        }
    }

    private long memorySize(String text) throws DeviceException {
        long size;
        try {
            size = ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw problem(
                    "the option memory is \"%s\", but must be a size such as 16MiB".formatted(text),
                    e);
        }
        if (size < Disk.SECTOR || size % Disk.SECTOR != 0) {
            throw problem(
                    "the option memory is %s, but must be a multiple of %d bytes"
                            .formatted(text, Disk.SECTOR),
                    null);
        }
        return size;
    }

    private DeviceException problem(String what, Throwable cause) {
        return new DeviceException("Slot %s: %s.".formatted(context().slot(), what), cause);
    }

    @Override
    protected void deviceState(StateFields fields) {
        disk.state(fields);
    }

    @Override
    public void detach() {
        try {
            disk.close();
        } catch (IOException e) {
            context().error("the disk could not be closed (%s).".formatted(e.getMessage()));
        }
    }

    @Override
    protected long serve(int queue, Request request) throws BrokenRingException {
        long room = request.out().length() - 1;
        if (room < 0) {
            throw new BrokenRingException("a block request has no room for its status");
        }
        request.in().read(0, header, 0, HEADER_SIZE);
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int type = fields.getInt(0);
        long sector = fields.getLong(8);
        long written = 0;
        try {
            switch (type) {
                case T_IN -> {
                    read(request, sector, room);
                    written = room;
                }
                case T_OUT -> write(request, sector, request.in().length() - HEADER_SIZE);
                case T_FLUSH -> disk.flush();
                case T_GET_ID -> written = identify(request, room);
                default -> {
                    return finish(request, room, 0, S_UNSUPP);
                }
            }
            return finish(request, room, written, S_OK);
        } catch (IOException e) {
            context()
                    .error(
                            "a disk request for sector %d failed: %s."
                                    .formatted(sector, e.getMessage()));
            return finish(request, room, 0, S_IOERR);
        }
    }

    /** The status is the last byte; what was written counts from the first without a gap. */
    private long finish(Request request, long room, long written, byte result)
            throws BrokenRingException {
        status[0] = result;
        request.out().write(room, status, 0, 1);
        return written == room ? room + 1 : written;
    }

    private void read(Request request, long sector, long length)
            throws BrokenRingException, IOException {
        long position = position(sector, length);
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(TRANSFER, length - done);
            disk.read(position + done, transfer, 0, part);
            request.out().write(done, transfer, 0, part);
            done += part;
        }
    }

    private void write(Request request, long sector, long length)
            throws BrokenRingException, IOException {
        if (readOnly) {
            throw new IOException("the disk is read only");
        }
        long position = position(sector, length);
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(TRANSFER, length - done);
            request.in().read(HEADER_SIZE + done, transfer, 0, part);
            disk.write(position + done, transfer, 0, part);
            done += part;
        }
    }

    private long identify(Request request, long room) throws BrokenRingException {
        byte[] id = Arrays.copyOf(context().slot().getBytes(StandardCharsets.UTF_8), ID_SIZE);
        int part = (int) Math.min(ID_SIZE, room);
        request.out().write(0, id, 0, part);
        return part;
    }

    private long position(long sector, long length) throws IOException {
        long sectors = disk.size() / Disk.SECTOR;
        if (length % Disk.SECTOR != 0) {
            throw new IOException("%d bytes are no whole sectors".formatted(length));
        }
        if (sector < 0 || sector > sectors || length / Disk.SECTOR > sectors - sector) {
            throw new IOException(
                    "%d bytes from there do not fit on a disk of %d sectors"
                            .formatted(length, sectors));
        }
        return sector * Disk.SECTOR;
    }
}
