package ft.io.kit;

import ft.api.board.BoardMap;
import ft.api.device.ChannelReceiver;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.device.FrameReceiver;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceClock;
import ft.api.slot.DeviceContext;
import ft.api.slot.Dma;
import ft.api.slot.HostChannel;
import ft.api.slot.InterruptLine;
import ft.api.slot.NetworkPort;
import ft.api.slot.PowerRequest;
import ft.io.state.SavedState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * A device on the bench: everything a slot gives it, with main storage, guest time and the host in
 * the hands of the test. Enforces what the contract forbids, such as DMA between boundaries.
 */
public final class DeviceBench implements DeviceContext {
    /** Main storage on the bench. */
    public static final int MEMORY_SIZE = 1 << 20;

    private static final long WINDOW_BASE = BoardMap.VIRTIO_BASE;
    private static final long WINDOW_SIZE = 0x1000;
    private static final int INTERRUPT = 5;

    private Device device;
    private Supplier<Device> replacements;
    private final Map<String, String> options;
    private final ByteBuffer memory =
            ByteBuffer.allocate(MEMORY_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final List<BenchAlarm> alarms = new ArrayList<>();
    private final Map<String, ChannelReceiver> receivers = new LinkedHashMap<>();
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
    private final Queue<byte[]> entered = new ConcurrentLinkedQueue<>();
    private final List<String> errors = new ArrayList<>();
    private final List<PowerRequest> requests = new ArrayList<>();
    private boolean hasHost = true;
    private long nanos;
    private boolean line;
    private boolean work;
    private boolean atBoundary;
    private int transfers;

    private DeviceBench(Device device, Map<String, String> options) {
        this.device = device;
        this.options = Map.copyOf(options);
    }

    /** Attaches and resets a device. */
    public static DeviceBench of(Device device, Map<String, String> options)
            throws DeviceException {
        DeviceBench bench = new DeviceBench(device, options);
        device.attach(bench);
        device.reset();
        return bench;
    }

    /** Attaches and resets a device that has no options. */
    public static DeviceBench of(Device device) throws DeviceException {
        return of(device, Map.of());
    }

    /** Puts a new device in the place of this one, with its state. */
    public void replaceBy(Device other) throws DeviceException {
        SavedState.Saver saver = SavedState.saver();
        device.state(saver);
        device.detach();
        List<Long> deadlines = new ArrayList<>();
        alarms.forEach(alarm -> deadlines.add(alarm.deadline));
        alarms.clear();
        receivers.clear();
        boolean wasHigh = line;
        boolean wantedWork = work;
        device = other;
        other.attach(this);
        other.state(saver.done().loader());
        for (int i = 0; i < alarms.size(); i++) {
            alarms.get(i).deadline = deadlines.get(i);
        }
        line = wasHigh;
        work = wantedWork;
    }

    /** From now on there is a new device, with the state of the old one, at every step. */
    public void replaceAtEveryStep(Supplier<Device> maker) {
        replacements = maker;
    }

    private void step() {
        if (replacements != null) {
            try {
                replaceBy(replacements.get());
            } catch (DeviceException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Reads 4 bytes, unsigned. */
    public long read(long offset) {
        return read(offset, 4);
    }

    /** Reads with a width. */
    public long read(long offset, int size) {
        step();
        long value = device.read(offset, size);
        return size == 8 ? value : value & (1L << 8 * size) - 1;
    }

    /** Writes 4 bytes. */
    public void write(long offset, long value) {
        write(offset, 4, value);
    }

    /** Writes with a width. */
    public void write(long offset, int size, long value) {
        step();
        device.write(offset, size, size == 8 ? value : value & (1L << 8 * size) - 1);
    }

    /** Tells the device that its board goes. */
    public void eject() {
        step();
        device.eject();
    }

    /** Lets guest time go on, then has an instruction boundary. */
    public void boundary(long later) {
        nanos += later;
        boundary();
    }

    /** Has an instruction boundary now. */
    public void boundary() {
        step();
        atBoundary = true;
        try {
            List<BenchAlarm> due =
                    alarms.stream()
                            .filter(alarm -> alarm.deadline != null && alarm.deadline <= nanos)
                            .sorted(Comparator.comparing(alarm -> alarm.deadline))
                            .toList();
            for (BenchAlarm alarm : due) {
                alarm.deadline = null;
                alarm.action.run();
            }
            if (work) {
                work = false;
                device.work();
            }
        } finally {
            atBoundary = false;
        }
    }

    /** Sends from the host, at a boundary. */
    public void send(String channel, byte[] data) {
        step();
        atBoundary = true;
        try {
            receivers.get(channel).receive(data);
        } finally {
            atBoundary = false;
        }
        boundary();
    }

    /** Sends text from the host, at a boundary. */
    public void send(String channel, String text) {
        send(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the host got so far, and forgets it. */
    public String takeOutput(String channel) {
        ByteArrayOutputStream output = outputs.remove(channel);
        return output == null ? "" : output.toString(StandardCharsets.ISO_8859_1);
    }

    /** What the device's own host end has sent; the test sends it on, or does not. */
    public Queue<byte[]> entered() {
        return entered;
    }

    /** Main storage, of which the first byte is at {@link BoardMap#DRAM_BASE}. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Level of the interrupt line. */
    public boolean line() {
        return line;
    }

    /** Whether the device asked for work that it has not got yet. */
    public boolean workRequested() {
        return work;
    }

    /** DMA transfers so far; in the server each may cross to another system. */
    public int transfers() {
        return transfers;
    }

    /** What the device reported. */
    public List<String> errors() {
        return errors;
    }

    /** What the device asked of the board. */
    public List<PowerRequest> requests() {
        return requests;
    }

    /** The device on the bench. */
    public Device device() {
        return device;
    }

    @Override
    public String slot() {
        return "bench0";
    }

    @Override
    public int ioSubsystem() {
        return 0;
    }

    @Override
    public long base() {
        return WINDOW_BASE;
    }

    @Override
    public long size() {
        return WINDOW_SIZE;
    }

    @Override
    public Map<String, String> options() {
        return options;
    }

    @Override
    public InterruptLine interrupt() {
        return new InterruptLine() {
            @Override
            public void level(boolean high) {
                line = high;
            }

            @Override
            public int source() {
                return INTERRUPT;
            }
        };
    }

    @Override
    public Dma dma() {
        return new BenchDma();
    }

    @Override
    public DeviceClock clock() {
        return new DeviceClock() {
            @Override
            public long nanos() {
                return nanos;
            }

            @Override
            public Alarm alarm(Runnable action) {
                BenchAlarm alarm = new BenchAlarm(action);
                alarms.add(alarm);
                return alarm;
            }
        };
    }

    @Override
    public void requestWork() {
        work = true;
    }

    @Override
    public HostChannel channel(String name, ChannelReceiver receiver) {
        receivers.put(name, receiver);
        return new HostChannel() {
            @Override
            public void send(byte[] data, int offset, int length) {
                outputs.computeIfAbsent(name, unused -> new ByteArrayOutputStream())
                        .write(data, offset, length);
            }

            @Override
            public void enter(byte[] data) {
                entered.add(data.clone());
            }

            @Override
            public void send(int data) {
                send(new byte[] {(byte) data}, 0, 1);
            }
        };
    }

    @Override
    public boolean hasHost() {
        return hasHost;
    }

    /** Takes the host away or gives it back. */
    public void connectHost(boolean connected) {
        hasHost = connected;
    }

    @Override
    public NetworkPort network(String name, FrameReceiver receiver) {
        String place = "network " + name;
        receivers.put(place, receiver::receive);
        return (data, offset, length) -> {
            if (!atBoundary) {
                throw new IllegalStateException("a frame between boundaries");
            }
            outputs.computeIfAbsent(place, unused -> new ByteArrayOutputStream())
                    .write(data, offset, length);
        };
    }

    @Override
    public void request(PowerRequest request) {
        requests.add(request);
    }

    @Override
    public void error(String sentence) {
        errors.add(sentence);
    }

    private static final class BenchAlarm implements Alarm {
        private final Runnable action;
        private Long deadline;

        BenchAlarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void at(long when) {
            deadline = when;
        }

        @Override
        public void cancel() {
            deadline = null;
        }
    }

    private final class BenchDma implements Dma {
        @Override
        public boolean read(long address, byte[] target, int offset, int length) {
            if (!allowed(address, length)) {
                Arrays.fill(target, offset, offset + length, (byte) -1);
                return false;
            }
            memory.get((int) (address - BoardMap.DRAM_BASE), target, offset, length);
            return true;
        }

        @Override
        public boolean write(long address, byte[] source, int offset, int length) {
            if (!allowed(address, length)) {
                return false;
            }
            memory.put((int) (address - BoardMap.DRAM_BASE), source, offset, length);
            return true;
        }

        private boolean allowed(long address, int length) {
            if (!atBoundary) {
                throw new IllegalStateException("DMA between boundaries");
            }
            Objects.checkIndex(0, length + 1);
            transfers++;
            return address >= BoardMap.DRAM_BASE
                    && address - BoardMap.DRAM_BASE <= MEMORY_SIZE - length;
        }
    }
}
