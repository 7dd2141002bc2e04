package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.device.ChannelReceiver;
import ft.api.device.Device;
import ft.api.device.FrameReceiver;
import ft.api.fields.StateFields;
import ft.api.io.SlotDescription;
import ft.api.observer.DeviceProbe;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceClock;
import ft.api.slot.DeviceContext;
import ft.api.slot.Dma;
import ft.api.slot.HostChannel;
import ft.api.slot.InterruptLine;
import ft.api.slot.NetworkPort;
import ft.api.slot.PowerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.log.LogLevel;

/** One device in one slot, and all it holds there. Ends when the device leaves. */
final class Attachment implements DeviceContext {
    private final Slot slot;
    private final SlotDescription description;
    private final Backplane backplane;
    private final DeviceProvider provider;
    private final Device device;
    private final List<Agenda.Entry> alarms = new ArrayList<>();
    private final Map<String, ChannelReceiver> receivers = new ConcurrentHashMap<>();
    private final InterruptLine line = new SlotLine();
    private final Dma dma = new SlotDma();
    private final DeviceClock clock = new SlotClock();
    private boolean high;
    private boolean work;

    /** Read by the threads of host ends, too. */
    private volatile boolean ended;

    Attachment(Slot slot, Backplane backplane, DeviceProvider provider, Device device) {
        this.slot = slot;
        this.description = slot.description();
        this.backplane = backplane;
        this.provider = provider;
        this.device = device;
    }

    Device device() {
        return device;
    }

    DeviceProvider provider() {
        return provider;
    }

    /** Where input of a channel goes, null if the device has no such channel. */
    ChannelReceiver receiver(String channel) {
        return receivers.get(channel);
    }

    List<String> channels() {
        return receivers.keySet().stream().sorted().toList();
    }

    /** Whether the device asked for work since the last call. */
    boolean takeWork() {
        boolean taken = work;
        work = false;
        return taken;
    }

    /** Work, alarms and line as after power-on; the device itself is reset by the caller. */
    void reset() {
        work = false;
        line.level(false);
        alarms.forEach(Agenda.Entry::cancel);
    }

    /** What the slot holds for the device, beside the device's own fields. */
    void state(StateFields fields) {
        boolean wasHigh = fields.number("line", high ? 1 : 0) != 0;
        boolean wantsWork = fields.number("work", work ? 1 : 0) != 0;
        for (int i = 0; i < alarms.size(); i++) {
            Agenda.Entry alarm = alarms.get(i);
            boolean set = fields.number("alarm" + i + ".set", alarm.isSet() ? 1 : 0) != 0;
            long deadline = fields.number("alarm" + i + ".deadline", alarm.deadline());
            long notBefore = fields.number("alarm" + i + ".notBefore", alarm.notBefore());
            if (fields.isLoading()) {
                alarm.restore(set, deadline, notBefore);
            }
        }
        line.level(wasHigh);
        if (wantsWork) {
            requestWork();
        }
    }

    void end() {
        line.level(false);
        ended = true;
        backplane.agenda().remove(slot.index());
        backplane.networks().leave(slot.index());
    }

    @Override
    public String slot() {
        return description.name();
    }

    @Override
    public int ioSubsystem() {
        return backplane.number();
    }

    @Override
    public long base() {
        return backplane.number() * BoardMap.IO_WINDOW_SIZE + description.base();
    }

    @Override
    public long size() {
        return description.size();
    }

    @Override
    public Map<String, String> options() {
        return description.options();
    }

    @Override
    public InterruptLine interrupt() {
        return line;
    }

    @Override
    public Dma dma() {
        return dma;
    }

    @Override
    public DeviceClock clock() {
        return clock;
    }

    @Override
    public void requestWork() {
        requireInSlot();
        work = true;
        backplane.workRequested(true);
    }

    @Override
    public HostChannel channel(String name, ChannelReceiver receiver) {
        requireInSlot();
        if (receivers.putIfAbsent(name, Objects.requireNonNull(receiver)) != null) {
            throw new IllegalStateException(
                    "The device in slot " + slot() + " opens the channel " + name + " twice.");
        }
        return new SlotChannel(name);
    }

    @Override
    public boolean hasHost() {
        return backplane.hasHost();
    }

    @Override
    public NetworkPort network(String name, FrameReceiver receiver) {
        requireInSlot();
        Objects.requireNonNull(receiver);
        Networks networks = backplane.networks();
        networks.join(name, slot.index(), frame -> slot.act(() -> receiver.receive(frame)));
        return (data, offset, length) -> {
            requireBoundary("sends a frame");
            byte[] frame = Arrays.copyOfRange(data, offset, offset + length);
            networks.send(name, slot.index(), backplane.clock(), frame);
        };
    }

    @Override
    public void request(PowerRequest request) {
        requireInSlot();
        backplane.request(Objects.requireNonNull(request));
    }

    @Override
    public void log(LogLevel level, Supplier<String> text) {
        slot.log(level, text);
    }

    @Override
    public void error(String sentence) {
        slot.countError(sentence, null);
    }

    private void requireInSlot() {
        if (ended) {
            throw new IllegalStateException("The device has left slot " + slot() + ".");
        }
    }

    private void requireBoundary(String what) {
        requireInSlot();
        if (!backplane.atBoundary()) {
            throw new IllegalStateException(
                    "The device in slot "
                            + slot()
                            + " "
                            + what
                            + " between instruction boundaries; it may do so in work, in an alarm"
                            + " and in a receiver only.");
        }
    }

    private final class SlotLine implements InterruptLine {
        @Override
        public void level(boolean newLevel) {
            requireInSlot();
            DeviceProbe probe = backplane.probe();
            if (probe != null && newLevel != high && description.interrupt() != 0) {
                probe.line(backplane.clock(), slot(), source(), newLevel);
            }
            high = newLevel;
            backplane.line(description.interrupt(), newLevel);
        }

        @Override
        public int source() {
            return description.interrupt() == 0
                    ? 0
                    : backplane.number() * BoardMap.IO_SOURCES + description.interrupt();
        }
    }

    private final class SlotDma implements Dma {
        @Override
        public boolean read(long address, byte[] target, int offset, int length) {
            require(target, offset, length);
            if (length == 0 || backplane.dmaRead(address, target, offset, length)) {
                return true;
            }
            Arrays.fill(target, offset, offset + length, (byte) -1);
            return false;
        }

        @Override
        public boolean write(long address, byte[] source, int offset, int length) {
            require(source, offset, length);
            if (length == 0) {
                return true;
            }
            if (slot.faults() == null || !slot.faults().transfer()) {
                return backplane.dmaWrite(address, source, offset, length);
            }
            byte[] wrong = Arrays.copyOfRange(source, offset, offset + length);
            wrong[0] ^= 1;
            return backplane.dmaWrite(address, wrong, 0, length);
        }

        private void require(byte[] bytes, int offset, int length) {
            requireBoundary("uses DMA");
            Objects.checkFromIndexSize(offset, length, bytes.length);
        }
    }

    private final class SlotClock implements DeviceClock {
        @Override
        public long nanos() {
            return backplane.nanos();
        }

        @Override
        public Alarm alarm(Runnable action) {
            requireInSlot();
            Objects.requireNonNull(action);
            Agenda.Entry entry =
                    backplane.agenda().add(slot.index(), alarms.size(), () -> slot.act(action));
            alarms.add(entry);
            return entry;
        }
    }

    private final class SlotChannel implements HostChannel {
        private final String name;
        private final byte[] single = new byte[1];

        SlotChannel(String name) {
            this.name = name;
        }

        @Override
        public void send(byte[] data, int offset, int length) {
            requireInSlot();
            backplane.output(slot(), name, data, offset, length);
        }

        @Override
        public void enter(byte[] data) {
            if (!ended && backplane.hasHost()) {
                backplane.input().addIfRoom(new HostInput(slot.index(), name, data.clone()));
            }
        }

        @Override
        public void send(int data) {
            single[0] = (byte) data;
            send(single, 0, 1);
        }
    }
}
