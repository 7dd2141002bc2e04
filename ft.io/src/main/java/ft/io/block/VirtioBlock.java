package ft.io.block;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.io.virtio.BrokenRingException;
import ft.io.virtio.Request;
import ft.io.virtio.VirtioMmio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.log.LogLevel;

/** Virtio block device on an image file or in memory. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=virtio-blk", Device.BAY + "=false"})
public final class VirtioBlock extends VirtioMmio {
    private static final int DEVICE_ID = 2;
    private static final int QUEUE_SIZE = 256;
    private static final int SEGMENTS = QUEUE_SIZE - 2;

    private static final long F_SEG_MAX = 1L << 2;
    private static final long F_RO = 1L << 5;
    private static final long F_BLK_SIZE = 1L << 6;
    private static final long F_FLUSH = 1L << 9;
    private static final long F_TOPOLOGY = 1L << 10;
    private static final long F_DISCARD = 1L << 13;
    private static final long F_WRITE_ZEROES = 1L << 14;

    private static final int CONFIGURATION_SIZE = 60;
    private static final int CAPACITY = 0;
    private static final int SEG_MAX = 12;
    private static final int BLK_SIZE = 20;
    private static final int PHYSICAL_BLOCK_EXP = 24;
    private static final int MIN_IO_SIZE = 26;
    private static final int OPT_IO_SIZE = 28;
    private static final int MAX_DISCARD_SECTORS = 36;
    private static final int MAX_DISCARD_SEG = 40;
    private static final int DISCARD_ALIGNMENT = 44;
    private static final int MAX_WRITE_ZEROES_SECTORS = 48;
    private static final int MAX_WRITE_ZEROES_SEG = 52;
    private static final int WRITE_ZEROES_MAY_UNMAP = 56;

    /** Hosts keep files and memory in pages of 4 KiB, so that is what is best aligned to. */
    private static final int PHYSICAL_EXPONENT = 3;

    private static final int PHYSICAL_SECTORS = 1 << PHYSICAL_EXPONENT;
    private static final int BEST_SECTORS = 128;

    private static final int HEADER_SIZE = 16;
    private static final int ID_SIZE = 20;
    private static final int TRANSFER = 64 * 1024;

    private static final int T_IN = 0;
    private static final int T_OUT = 1;
    private static final int T_FLUSH = 4;
    private static final int T_GET_ID = 8;
    private static final int T_DISCARD = 11;
    private static final int T_WRITE_ZEROES = 13;

    /** What the types are called in the log. */
    private static final Map<Integer, String> TYPES =
            Map.of(
                    T_IN, "read",
                    T_OUT, "write",
                    T_FLUSH, "flush",
                    T_GET_ID, "get id",
                    T_DISCARD, "discard",
                    T_WRITE_ZEROES, "write zeroes");

    private static final byte S_OK = 0;
    private static final byte S_IOERR = 1;
    private static final byte S_UNSUPP = 2;

    private final byte[] header = new byte[HEADER_SIZE];
    private final byte[] transfer = new byte[TRANSFER];
    private final byte[] status = new byte[1];
    private final UnaryOperator<Disk> wrapper;
    private Disk disk;
    private boolean readOnly;
    private byte[] configuration;
    private byte[] gone;

    /** Types of requests that fail, as the operator knows already; for the host only, no state. */
    private final Set<Integer> failing = new HashSet<>();

    /** A block device with one queue. */
    public VirtioBlock() {
        this(UnaryOperator.identity());
    }

    /** One whose disk is made to do what disks rarely do. */
    VirtioBlock(UnaryOperator<Disk> wrapper) {
        super(1, QUEUE_SIZE);
        this.wrapper = wrapper;
    }

    @Override
    protected int deviceId() {
        return DEVICE_ID;
    }

    @Override
    protected long deviceFeatures() {
        return F_SEG_MAX
                | F_BLK_SIZE
                | F_FLUSH
                | F_TOPOLOGY
                | (readOnly ? F_RO : F_DISCARD | F_WRITE_ZEROES);
    }

    /**
     * A disk that goes has no sectors any more: that is what drivers understand. They end every
     * further request by themselves then, while one that nobody answers would wait for good.
     */
    @Override
    protected byte[] configuration() {
        return isEjected() ? gone : configuration;
    }

    @Override
    protected void open() throws DeviceException {
        DiskOptions options = DiskOptions.of(context());
        readOnly = options.readOnly();
        disk = wrapper.apply(options.disk());
        configuration = configure();
        gone = configuration.clone();
        Arrays.fill(gone, CAPACITY, CAPACITY + Long.BYTES, (byte) 0);
    }

    private byte[] configure() {
        ByteBuffer fields =
                ByteBuffer.allocate(CONFIGURATION_SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(CAPACITY, disk.size() / Disk.SECTOR)
                        .putInt(SEG_MAX, SEGMENTS)
                        .putInt(BLK_SIZE, Disk.SECTOR)
                        .put(PHYSICAL_BLOCK_EXP, (byte) PHYSICAL_EXPONENT)
                        .putShort(MIN_IO_SIZE, (short) PHYSICAL_SECTORS)
                        .putInt(OPT_IO_SIZE, BEST_SECTORS);
        if (!readOnly) {
            fields.putInt(MAX_DISCARD_SECTORS, RangeRequest.DISCARD.sectors())
                    .putInt(MAX_DISCARD_SEG, RangeRequest.DISCARD.segments())
                    .putInt(DISCARD_ALIGNMENT, PHYSICAL_SECTORS)
                    .putInt(MAX_WRITE_ZEROES_SECTORS, RangeRequest.WRITE_ZEROES.sectors())
                    .putInt(MAX_WRITE_ZEROES_SEG, RangeRequest.WRITE_ZEROES.segments())
                    .put(WRITE_ZEROES_MAY_UNMAP, (byte) 1);
        }
        return fields.array();
    }

    @Override
    protected void deviceState(StateFields fields) {
        long sectors = disk.size() / Disk.SECTOR;
        long saved = fields.number("disk.sectors", sectors);
        if (saved != sectors) {
            throw new IllegalStateException(
                    ("The disk in slot %s had %d sectors and has %d now, and a disk cannot be resized"
                                    + " while its guest runs; give it back its size, or power off.")
                            .formatted(context().slot(), saved, sectors));
        }
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
        byte result = S_OK;
        if (isEjected()) {
            return finish(request, room, 0, S_IOERR);
        }
        context()
                .log(
                        LogLevel.DEBUG,
                        () ->
                                "%s at sector %d"
                                        .formatted(
                                                TYPES.getOrDefault(type, "unknown request " + type),
                                                sector));
        try {
            switch (type) {
                case T_IN -> {
                    read(request, sector, room);
                    written = room;
                }
                case T_OUT -> write(request, sector, request.in().length() - HEADER_SIZE);
                case T_FLUSH -> disk.flush();
                case T_GET_ID -> written = identify(request, room);
                case T_DISCARD -> result = ranges(request, RangeRequest.DISCARD, F_DISCARD);
                case T_WRITE_ZEROES ->
                        result = ranges(request, RangeRequest.WRITE_ZEROES, F_WRITE_ZEROES);
                default -> result = S_UNSUPP;
            }
            failing.remove(type);
            return finish(request, room, written, result);
        } catch (RefusedRequestException e) {
            tell(sector, e);
        } catch (IOException e) {
            // A disk that is full or broken fails again and again: the operator is told once.
            if (failing.add(type)) {
                tell(sector, e);
            }
        }
        return finish(request, room, 0, S_IOERR);
    }

    private void tell(long sector, IOException cause) {
        context()
                .error(
                        "a disk request for sector %d failed: %s."
                                .formatted(sector, cause.getMessage()));
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
        requireWritable();
        long position = position(sector, length);
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(TRANSFER, length - done);
            request.in().read(HEADER_SIZE + done, transfer, 0, part);
            disk.write(position + done, transfer, 0, part);
            done += part;
        }
        stabilize();
    }

    private void requireWritable() throws RefusedRequestException {
        if (readOnly) {
            throw new RefusedRequestException("the disk is read only");
        }
    }

    /** A driver that cannot flush takes for safe what is answered. */
    private void stabilize() throws IOException {
        if (!isNegotiated(F_FLUSH)) {
            disk.flush();
        }
    }

    private byte ranges(Request request, RangeRequest kind, long feature)
            throws BrokenRingException, IOException {
        if (!isNegotiated(feature)) {
            return S_UNSUPP;
        }
        long bytes = request.in().length() - HEADER_SIZE;
        if (bytes % RangeRequest.SEGMENT_SIZE != 0
                || bytes > kind.segments() * RangeRequest.SEGMENT_SIZE) {
            return S_UNSUPP;
        }
        byte[] segments = new byte[(int) bytes];
        request.in().read(HEADER_SIZE, segments, 0, segments.length);
        ByteBuffer fields = ByteBuffer.wrap(segments).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes; at += RangeRequest.SEGMENT_SIZE) {
            if (!kind.allows(RangeRequest.flags(fields, at))) {
                return S_UNSUPP;
            }
        }
        for (int at = 0; at < bytes; at += RangeRequest.SEGMENT_SIZE) {
            long sectors = RangeRequest.count(fields, at);
            if (sectors > kind.sectors()) {
                throw new RefusedRequestException(
                        "%d sectors at once are more than %d".formatted(sectors, kind.sectors()));
            }
            long length = sectors * Disk.SECTOR;
            long position = position(RangeRequest.sector(fields, at), length);
            if (kind == RangeRequest.DISCARD) {
                disk.discard(position, length);
            } else {
                disk.zero(position, length);
                spend(length);
            }
        }
        stabilize();
        return S_OK;
    }

    private long identify(Request request, long room) throws BrokenRingException {
        byte[] id = Arrays.copyOf(context().slot().getBytes(StandardCharsets.UTF_8), ID_SIZE);
        int part = (int) Math.min(ID_SIZE, room);
        request.out().write(0, id, 0, part);
        return part;
    }

    private long position(long sector, long length) throws RefusedRequestException {
        long sectors = disk.size() / Disk.SECTOR;
        if (length % Disk.SECTOR != 0) {
            throw new RefusedRequestException("%d bytes are no whole sectors".formatted(length));
        }
        if (sector < 0 || sector > sectors || length / Disk.SECTOR > sectors - sector) {
            throw new RefusedRequestException(
                    "%d bytes from sector %d on do not fit on a disk of %d sectors"
                            .formatted(length, sector, sectors));
        }
        return sector * Disk.SECTOR;
    }
}
