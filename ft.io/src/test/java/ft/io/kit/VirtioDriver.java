package ft.io.kit;

import ft.api.board.BoardMap;
import ft.device.kit.bench.DeviceBench;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver's side of a split virtqueue of virtio over MMIO, written from the specification and
 * independent of the device's side.
 */
public final class VirtioDriver {
    /** Feature: indirect descriptors. */
    public static final long INDIRECT_DESC = 1L << 28;

    /** Feature: event index. */
    public static final long EVENT_IDX = 1L << 29;

    /** Feature: not a legacy device. */
    public static final long VERSION_1 = 1L << 32;

    private static final int DESCRIPTORS = 0x1000;
    private static final int AVAIL = 0x3000;
    private static final int USED = 0x4000;
    private static final int TABLES = 0x8000;
    private static final int TABLE_SIZE = 0x400;
    private static final int QUEUE_STRIDE = 0x20000;
    private static final int BUFFERS = 0x40000;

    private final DeviceBench bench;
    private final ByteBuffer memory;
    private final int queue;
    private final int rings;
    private final int firstBuffer;
    private final int endOfBuffers;
    private final int size;
    private final long features;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Map<Integer, Chain> inFlight = new HashMap<>();
    private int available;
    private int seenUsed;
    private int nextBuffer;
    private int notifications;
    private boolean unheard;

    /** A buffer of a request. */
    public record Buffer(int offset, int length, boolean write) {}

    private record Chain(List<Integer> descriptors, Object tag) {}

    /** A request the device gave back. */
    public record Completion(Object tag, long written) {}

    private VirtioDriver(DeviceBench bench, int queue, int queues, int size, long features) {
        this.bench = bench;
        this.memory = bench.memory();
        this.queue = queue;
        rings = queue * QUEUE_STRIDE;
        int room = (DeviceBench.MEMORY_SIZE - BUFFERS) / queues;
        firstBuffer = BUFFERS + queue * room;
        endOfBuffers = firstBuffer + room;
        nextBuffer = firstBuffer;
        this.size = size;
        this.features = features;
        for (int i = 0; i < size; i++) {
            free.add(i);
        }
    }

    /** Brings a device up as the specification says, with one queue of this size. */
    public static VirtioDriver start(DeviceBench bench, int size, long features) {
        return start(bench, size, features, 1).get(0);
    }

    /** Brings a device with up to two queues up. */
    public static List<VirtioDriver> start(DeviceBench bench, int size, long features, int queues) {
        long wanted = features | VERSION_1;
        bench.write(0x070, 0);
        bench.write(0x070, 1);
        bench.write(0x070, 3);
        for (int half = 0; half < 2; half++) {
            bench.write(0x024, half);
            bench.write(0x020, wanted >>> 32 * half & 0xFFFF_FFFFL);
        }
        bench.write(0x070, 11);
        if (bench.read(0x070) != 11) {
            throw new IllegalStateException("features refused");
        }
        List<VirtioDriver> drivers = new ArrayList<>();
        for (int queue = 0; queue < queues; queue++) {
            VirtioDriver driver = new VirtioDriver(bench, queue, queues, size, wanted);
            driver.setUp();
            drivers.add(driver);
        }
        bench.write(0x070, 15);
        return drivers;
    }

    private void setUp() {
        bench.write(0x030, queue);
        bench.write(0x038, size);
        address(bench, 0x080, rings + DESCRIPTORS);
        address(bench, 0x090, rings + AVAIL);
        address(bench, 0x0a0, rings + USED);
        bench.write(0x044, 1);
    }

    private static void address(DeviceBench bench, int register, int offset) {
        bench.write(register, (BoardMap.DRAM_BASE + offset) & 0xFFFF_FFFFL);
        bench.write(register + 4, (BoardMap.DRAM_BASE + offset) >>> 32);
    }

    /** Room in main storage, as an offset from its base. */
    public Buffer buffer(int length, boolean write) {
        if (nextBuffer + length > endOfBuffers) {
            nextBuffer = firstBuffer;
        }
        Buffer buffer = new Buffer(nextBuffer, length, write);
        nextBuffer += length + 3;
        return buffer;
    }

    /** Room in main storage for bytes that the device shall read. */
    public Buffer bytes(byte... content) {
        Buffer buffer = buffer(content.length, false);
        memory.put(buffer.offset(), content);
        return buffer;
    }

    /** Descriptors that are not in use. */
    public int free() {
        return free.size();
    }

    /** Makes a request available and notifies as far as the device wants to know. */
    public void submit(Object tag, boolean indirect, List<Buffer> buffers) {
        List<Integer> descriptors = new ArrayList<>();
        if (indirect) {
            int head = free.remove();
            int table = rings + TABLES + head * TABLE_SIZE;
            for (int i = 0; i < buffers.size(); i++) {
                descriptor(table, i, buffers.get(i), i + 1 < buffers.size() ? i + 1 : -1);
            }
            raw(rings + DESCRIPTORS, head, BoardMap.DRAM_BASE + table, buffers.size() * 16L, 4, 0);
            descriptors.add(head);
        } else {
            for (int i = 0; i < buffers.size(); i++) {
                descriptors.add(free.remove());
            }
            for (int i = 0; i < buffers.size(); i++) {
                int next = i + 1 < buffers.size() ? descriptors.get(i + 1) : -1;
                descriptor(rings + DESCRIPTORS, descriptors.get(i), buffers.get(i), next);
            }
        }
        inFlight.put(descriptors.get(0), new Chain(descriptors, tag));
        publish(descriptors.get(0));
    }

    private void descriptor(int table, int index, Buffer buffer, int next) {
        int flags = (buffer.write() ? 2 : 0) | (next >= 0 ? 1 : 0);
        raw(
                table,
                index,
                BoardMap.DRAM_BASE + buffer.offset(),
                buffer.length(),
                flags,
                Math.max(next, 0));
    }

    /** Writes a descriptor of the queue's own table, right or wrong. */
    public void raw(int index, long address, long length, int flags, int next) {
        raw(rings + DESCRIPTORS, index, address, length, flags, next);
    }

    private void raw(int table, int index, long address, long length, int flags, int next) {
        int at = table + 16 * index;
        memory.putLong(at, address);
        memory.putInt(at + 8, (int) length);
        memory.putShort(at + 12, (short) flags);
        memory.putShort(at + 14, (short) next);
    }

    /** Makes a head available, right or wrong. */
    public void publish(int head) {
        memory.putShort(rings + AVAIL + 4 + 2 * (available % size), (short) head);
        int old = available;
        available = available + 1 & 0xFFFF;
        memory.putShort(rings + AVAIL + 2, (short) available);
        if (!unheard && wantsNotification(old)) {
            notifications++;
            bench.write(0x050, queue);
        }
    }

    /** Sets the available index, right or wrong, and notifies. */
    public void publishIndex(int index) {
        memory.putShort(rings + AVAIL + 2, (short) index);
        bench.write(0x050, queue);
    }

    private boolean wantsNotification(int old) {
        if ((features & EVENT_IDX) == 0) {
            return (memory.getShort(rings + USED) & 1) == 0;
        }
        int event = Short.toUnsignedInt(memory.getShort(rings + USED + 4 + 8 * size));
        return (available - event - 1 & 0xFFFF) < (available - old & 0xFFFF);
    }

    /** Whether notifications get lost on their way, as over a crosslink that is lost. */
    public void unheard(boolean lost) {
        unheard = lost;
    }

    /** Times the device was notified. */
    public int notifications() {
        return notifications;
    }

    /** Says after which used index the driver wants an interrupt. */
    public void interruptAfter(int usedIndex) {
        memory.putShort(rings + AVAIL + 4 + 2 * size, (short) usedIndex);
    }

    /** Says whether the driver wants interrupts, where there is no event index. */
    public void suppressInterrupts(boolean suppress) {
        memory.putShort(rings + AVAIL, (short) (suppress ? 1 : 0));
    }

    /** The used index of the device. */
    public int usedIndex() {
        return Short.toUnsignedInt(memory.getShort(rings + USED + 2));
    }

    /** Takes what the device gave back. */
    public List<Completion> reap() {
        List<Completion> completions = new ArrayList<>();
        while (seenUsed != usedIndex()) {
            int entry = rings + USED + 4 + 8 * (seenUsed % size);
            Chain chain = inFlight.remove(memory.getInt(entry));
            if (chain == null) {
                throw new IllegalStateException("the device gave back what it did not have");
            }
            free.addAll(chain.descriptors());
            completions.add(
                    new Completion(chain.tag(), Integer.toUnsignedLong(memory.getInt(entry + 4))));
            seenUsed = seenUsed + 1 & 0xFFFF;
        }
        return completions;
    }
}
