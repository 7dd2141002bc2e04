package ft.device.kit.bench;

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
import ft.device.kit.state.SavedState;
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
import org.osgi.service.log.LogLevel;

/**
 * A device on the bench: everything a slot gives it, with main storage, guest time and the host in
 * the hands of the test. Enforces what the contract forbids, such as DMA between boundaries, with
 * an {@link IllegalStateException}, as the slot does.
 *
 * <pre>{@code
 * DeviceBench bench = DeviceBench.of(new Counter());
 * bench.write(0x0, 40);
 * assertEquals(40, bench.read(0x0));
 * }</pre>
 */
public final class DeviceBench implements DeviceContext {
    /** Main storage on the bench. */
    public static final int MEMORY_SIZE = 1 << 20;

    /** Size of the slot's window, unless another is asked for. */
    public static final long WINDOW_SIZE = 0x1000;

    private static final long WINDOW_BASE = BoardMap.VIRTIO_BASE;
    private static final int INTERRUPT = 5;
    private static final String NETWORK = "network ";

    private Device device;
    private Supplier<? extends Device> replacements;
    private final Map<String, String> options;
    private final long size;
    private final ByteBuffer memory =
            ByteBuffer.allocate(MEMORY_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final List<BenchAlarm> alarms = new ArrayList<>();
    private final Map<String, ChannelReceiver> receivers = new LinkedHashMap<>();
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
    private final Queue<byte[]> entered = new ConcurrentLinkedQueue<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private final List<PowerRequest> requests = new ArrayList<>();
    private List<String> journal = new ArrayList<>();
    private boolean hasHost = true;
    private boolean memoryAnswers = true;
    private long nanos;
    private boolean line;
    private boolean work;
    private boolean attaching;
    private boolean atBoundary;
    private boolean ended;
    private int transfers;

    private DeviceBench(Device device, Map<String, String> options, long size) {
        this.device = device;
        this.options = Map.copyOf(options);
        this.size = size;
    }

    /** Attaches and resets a device. */
    public static DeviceBench of(Device device, Map<String, String> options, long size)
            throws DeviceException {
        DeviceBench bench = new DeviceBench(device, options, size);
        bench.attach();
        device.reset();
        return bench;
    }

    /** Attaches and resets a device, in a window of the usual size. */
    public static DeviceBench of(Device device, Map<String, String> options)
            throws DeviceException {
        return of(device, options, WINDOW_SIZE);
    }

    /** Attaches and resets a device that has no options. */
    public static DeviceBench of(Device device) throws DeviceException {
        return of(device, Map.of());
    }

    private void attach() throws DeviceException {
        attaching = true;
        try {
            device.attach(this);
        } finally {
            attaching = false;
        }
    }

    /** A power-on reset: what the slot holds for the device is reset, then the device. */
    public void reset() {
        step();
        work = false;
        line = false;
        alarms.forEach(alarm -> alarm.deadline = null);
        device.reset();
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
        List<String> kept = journal;
        // What a device does while it comes back is no news to anybody.
        journal = new ArrayList<>();
        device = other;
        attach();
        other.state(saver.done().loader());
        for (int i = 0; i < alarms.size() && i < deadlines.size(); i++) {
            alarms.get(i).deadline = deadlines.get(i);
        }
        line = wasHigh;
        work = wantedWork;
        journal = kept;
    }

    /** From now on there is a new device, with the state of the old one, at every step. */
    public void replaceAtEveryStep(Supplier<? extends Device> maker) {
        replacements = maker;
    }

    private void step() {
        if (ended) {
            throw new IllegalStateException("The device has left the bench.");
        }
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
    public long read(long offset, int width) {
        step();
        long value = device.read(offset, width);
        return width == 8 ? value : value & (1L << 8 * width) - 1;
    }

    /** Writes 4 bytes. */
    public void write(long offset, long value) {
        write(offset, 4, value);
    }

    /** Writes with a width. */
    public void write(long offset, int width, long value) {
        step();
        device.write(offset, width, width == 8 ? value : value & (1L << 8 * width) - 1);
    }

    /** Tells the device that its board goes. */
    public void eject() {
        step();
        device.eject();
    }

    /** Takes the device out. From now on it has nothing to do with the bench any more. */
    public void detach() {
        step();
        device.detach();
        ended = true;
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
        ChannelReceiver receiver = receivers.get(channel);
        if (receiver == null) {
            throw new IllegalArgumentException(
                    "The device has no channel %s; it has %s."
                            .formatted(channel, receivers.keySet()));
        }
        atBoundary = true;
        try {
            receiver.receive(data);
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

    /** Lets every DMA transfer end in a master abort, or not. */
    public void memoryAnswers(boolean answers) {
        memoryAnswers = answers;
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

    /** What the device logged, as {@code LEVEL text}. */
    public List<String> logs() {
        return logs;
    }

    /** What the device asked of the board. */
    public List<PowerRequest> requests() {
        return requests;
    }

    /** Names of the channels and networks of the device, as {@link #send} takes them. */
    public List<String> channels() {
        return List.copyOf(receivers.keySet());
    }

    /** The device on the bench. */
    public Device device() {
        return device;
    }

    /** What the device did to the world around it since the last call, in words. */
    List<String> takeJournal() {
        List<String> taken = journal;
        journal = new ArrayList<>();
        return taken;
    }

    /** What the slot holds for the device now, in words. */
    String place() {
        StringBuilder text = new StringBuilder(line ? "line high" : "line low");
        text.append(work ? ", work asked for" : "");
        for (int i = 0; i < alarms.size(); i++) {
            Long deadline = alarms.get(i).deadline;
            text.append(deadline == null ? "" : ", alarm %d at %d ns".formatted(i, deadline));
        }
        return text.toString();
    }

    private void note(String what, Object... arguments) {
        if (ended) {
            throw new IllegalStateException("The device has left the bench.");
        }
        journal.add(what.formatted(arguments));
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
        return size;
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
                if (line != high) {
                    note(high ? "raises its line" : "lowers its line");
                }
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
                if (!attaching) {
                    throw new IllegalStateException(
                            "Alarms are made in attach, always in the same order.");
                }
                BenchAlarm alarm = new BenchAlarm(alarms.size(), action);
                alarms.add(alarm);
                return alarm;
            }
        };
    }

    @Override
    public void requestWork() {
        note("asks for work");
        work = true;
    }

    @Override
    public HostChannel channel(String name, ChannelReceiver receiver) {
        receivers.put(name, receiver);
        return new HostChannel() {
            @Override
            public void send(byte[] data, int offset, int length) {
                put(name, data, offset, length);
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

    private void put(String place, byte[] data, int offset, int length) {
        note("sends %s to %s", hex(data, offset, length), place);
        outputs.computeIfAbsent(place, unused -> new ByteArrayOutputStream())
                .write(data, offset, length);
    }

    private static String hex(byte[] data, int offset, int length) {
        byte[] part = Arrays.copyOfRange(data, offset, offset + length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(part.length, 16); i++) {
            text.append("%02x".formatted(part[i]));
        }
        return "%d bytes (%s, %08x)".formatted(length, text, Arrays.hashCode(part));
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
        String place = NETWORK + name;
        receivers.put(place, receiver::receive);
        return (data, offset, length) -> {
            requireBoundary("sends a frame");
            put(place, data, offset, length);
        };
    }

    @Override
    public void request(PowerRequest request) {
        note("asks the board for %s", request);
        requests.add(request);
    }

    @Override
    public void log(LogLevel level, Supplier<String> text) {
        logs.add(level + " " + text.get());
    }

    @Override
    public void error(String sentence) {
        note("reports: %s", sentence);
        errors.add(sentence);
    }

    private void requireBoundary(String what) {
        if (!atBoundary) {
            throw new IllegalStateException(
                    "The device "
                            + what
                            + " between instruction boundaries; it may do so in work, in an alarm"
                            + " and in a receiver only.");
        }
    }

    private final class BenchAlarm implements Alarm {
        private final int number;
        private final Runnable action;
        private Long deadline;

        BenchAlarm(int number, Runnable action) {
            this.number = number;
            this.action = action;
        }

        @Override
        public void at(long when) {
            note("sets alarm %d to %d ns", number, when);
            deadline = when;
        }

        @Override
        public void cancel() {
            if (deadline != null) {
                note("cancels alarm %d", number);
            }
            deadline = null;
        }
    }

    private final class BenchDma implements Dma {
        @Override
        public boolean read(long address, byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (!allowed(address, length)) {
                Arrays.fill(target, offset, offset + length, (byte) -1);
                return false;
            }
            memory.get((int) (address - BoardMap.DRAM_BASE), target, offset, length);
            return true;
        }

        @Override
        public boolean write(long address, byte[] source, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, source.length);
            note("writes %s to 0x%x", hex(source, offset, length), address);
            if (!allowed(address, length)) {
                return false;
            }
            memory.put((int) (address - BoardMap.DRAM_BASE), source, offset, length);
            return true;
        }

        private boolean allowed(long address, int length) {
            requireBoundary("uses DMA");
            transfers++;
            return memoryAnswers
                    && address >= BoardMap.DRAM_BASE
                    && address - BoardMap.DRAM_BASE <= MEMORY_SIZE - length;
        }
    }
}
