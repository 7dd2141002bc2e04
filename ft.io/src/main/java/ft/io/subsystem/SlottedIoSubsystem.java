package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.board.DeviceTreeNode;
import ft.api.device.ChannelReceiver;
import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.io.MasterAborts;
import ft.api.io.SharedResources;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.part.PartStatus;
import ft.api.slot.PowerRequest;
import ft.io.hotplug.HotPlugController;
import ft.io.shared.SharedResourceController;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An IO subsystem of slots, whose devices come and go with their bundles. */
public final class SlottedIoSubsystem implements IoSubsystem {
    private static final String SRC = "src";
    private static final String ROM = "rom";
    private static final String HOT_PLUG = "hotplug";

    private final Supplier<byte[]> firmware;
    private final Backplane backplane;
    private final SlotBank bank;
    private final SharedResourceController shared = new SharedResourceController();
    private final IoFaults faults;
    private final BootRom bootRom = new BootRom();

    /**
     * Makes an IO subsystem and fills its slots.
     *
     * @param firmware gives the boot ROM's content or throws an {@link IllegalStateException}
     * @throws IllegalArgumentException with one sentence if the slots do not fit
     */
    public SlottedIoSubsystem(
            int number,
            List<SlotDescription> descriptions,
            long nanosPerKilocycle,
            InboundPort port,
            DeviceDirectory directory,
            Supplier<byte[]> firmware,
            IoLog log) {
        this.firmware = firmware;
        backplane = new Backplane(number, new GuestTime(nanosPerKilocycle), port, log);
        bank = new SlotBank(descriptions, backplane, directory);
        faults = new IoFaults(bank::all, shared, backplane::clock);
    }

    @Override
    public void reset() {
        backplane.reset();
        shared.reset();
        faults.reset();
        bank.reset();
    }

    @Override
    public byte[] rom() {
        byte[] image;
        try {
            image = firmware.get();
        } catch (IllegalStateException e) {
            // A ROM chip keeps what it was programmed with, whoever has gone since.
            return bootRom.content().orElseThrow(() -> e);
        }
        bootRom.program(image);
        return image.clone();
    }

    @Override
    public List<DeviceTreeNode> deviceTree() {
        List<DeviceTreeNode> nodes = new ArrayList<>();
        for (Slot slot : bank.all()) {
            slot.guarded(() -> slot.deviceTree().ifPresent(nodes::add));
        }
        bank.hotPlugNode().ifPresent(nodes::add);
        return nodes;
    }

    @Override
    public long read(long offset, int size, long clock) {
        backplane.clock(clock);
        Slot slot = bank.at(offset, size);
        if (slot != null) {
            return slot.read(offset - slot.description().base(), size);
        }
        long inShared = offset - BoardMap.SRC_BASE;
        if (isShared(inShared) && shared.answers(inShared, size, false)) {
            long data = shared.read(inShared);
            tell(SRC, BoardMap.SRC_BASE, inShared, size, false, data, true);
            return data;
        }
        long inHotPlug = offset - BoardMap.HOT_PLUG_BASE;
        HotPlugController hotPlug = hotPlug(inHotPlug, size, false);
        if (hotPlug != null) {
            long data = hotPlug.read(inHotPlug);
            tell(HOT_PLUG, BoardMap.HOT_PLUG_BASE, inHotPlug, size, false, data, true);
            return data;
        }
        long inRom = offset - BoardMap.ROM_BASE;
        if (bootRom.answers(inRom, size)) {
            long data = bootRom.read((int) inRom, size);
            tell(ROM, BoardMap.ROM_BASE, inRom, size, false, data, true);
            return data;
        }
        tell("", 0, offset, size, false, -1, false);
        return backplane.abort(offset, size, false);
    }

    /** Tells of an access that is not to a slot. */
    private void tell(
            String place,
            long base,
            long offset,
            int size,
            boolean write,
            long value,
            boolean answered) {
        DeviceProbe probe = backplane.probe();
        if (probe != null) {
            String register = "";
            if (place.equals(SRC)) {
                register = SharedResourceController.name(offset);
            } else if (place.equals(HOT_PLUG)) {
                register = HotPlugController.name(offset);
            }
            long clock = backplane.clock();
            probe.access(clock, place, base, offset, register, size, write, value, answered);
        }
    }

    @Override
    public void write(long offset, int size, long value, long clock) {
        backplane.clock(clock);
        Slot slot = bank.at(offset, size);
        if (slot != null) {
            long mask = size == Long.BYTES ? -1 : (1L << 8 * size) - 1;
            slot.write(offset - slot.description().base(), size, value & mask);
            return;
        }
        long inShared = offset - BoardMap.SRC_BASE;
        long inHotPlug = offset - BoardMap.HOT_PLUG_BASE;
        HotPlugController hotPlug = hotPlug(inHotPlug, size, true);
        if (hotPlug != null) {
            hotPlug.write(inHotPlug, size, value);
            bank.levelLine();
            tell(HOT_PLUG, BoardMap.HOT_PLUG_BASE, inHotPlug, size, true, value, true);
        } else if (isShared(inShared) && shared.answers(inShared, size, true)) {
            shared.write(inShared, size, value);
            tell(SRC, BoardMap.SRC_BASE, inShared, size, true, value, true);
        } else {
            tell("", 0, offset, size, true, value, false);
            backplane.abort(offset, size, true);
        }
    }

    @Override
    public void boundary(long clock) {
        backplane.clock(clock);
        backplane.atBoundary(true);
        try {
            bank.boundary();
            receiveInput();
            backplane.networks().deliver(clock);
            backplane.agenda().fire(clock);
            work();
        } finally {
            backplane.atBoundary(false);
        }
    }

    @Override
    public void eject(long clock) {
        backplane.clock(clock);
        backplane.eject();
        bank.all().forEach(Slot::eject);
    }

    @Override
    public boolean due(long clock) {
        return backplane.workRequested()
                || nextAlarm() <= clock
                || backplane.input().size() > 0
                || bank.due();
    }

    @Override
    public long nextAlarm() {
        return Math.min(backplane.agenda().next(), backplane.networks().next());
    }

    @Override
    public int interruptLines() {
        return backplane.lines();
    }

    @Override
    public Optional<PowerRequest> takePowerRequest() {
        return backplane.takePowerRequest();
    }

    @Override
    public SharedResources sharedResources() {
        return shared;
    }

    @Override
    public void send(String name, String channel, byte[] data) {
        Slot slot = bank.named(name);
        Attachment occupant = slot.occupant();
        if (occupant == null) {
            throw new IllegalArgumentException(slot.status().problem());
        }
        if (occupant.receiver(channel) == null) {
            throw new IllegalArgumentException(
                    "The device in slot %s has no channel %s; it has %s."
                            .formatted(name, channel, list(occupant.channels())));
        }
        backplane.input().add(new HostInput(slot.index(), channel, data.clone()));
    }

    @Override
    public void plug(String slot, String device) {
        bank.plug(slot, device);
    }

    @Override
    public void unplug(String slot) {
        bank.unplug(slot);
    }

    @Override
    public void replug(String slot, String device) {
        bank.replug(slot, device);
    }

    @Override
    public List<String> refusals() {
        return bank.refusals();
    }

    @Override
    public List<String> channels() {
        List<String> names = new ArrayList<>();
        for (Slot slot : bank.all()) {
            Attachment occupant = slot.occupant();
            if (occupant != null) {
                String prefix = slot.description().name() + "/";
                occupant.channels().forEach(name -> names.add(prefix + name));
            }
        }
        return names;
    }

    @Override
    public void input(InputSink sink) {
        backplane.inputSink(sink);
    }

    @Override
    public void connectHost(boolean connected) {
        backplane.hasHost(connected);
        bank.hostConnected(connected);
        if (!connected) {
            backplane.input().clear();
        }
    }

    @Override
    public void output(OutputSink sink) {
        backplane.sink(sink);
    }

    @Override
    public void log(DeviceLog log) {
        backplane.deviceLog(log);
    }

    @Override
    public void uplink(FrameSink sink) {
        backplane.networks().uplink(sink);
    }

    @Override
    public void probe(DeviceProbe probe) {
        backplane.probe(probe);
    }

    @Override
    public void frame(String network, long clock, byte[] frame) {
        backplane.networks().arrive(network, clock, frame);
    }

    @Override
    public List<SlotStatus> slots() {
        return bank.all().stream().map(Slot::status).toList();
    }

    @Override
    public List<PartStatus> devices() {
        return bank.all().stream().flatMap(slot -> slot.part().stream()).toList();
    }

    @Override
    public FaultSite faults() {
        return faults;
    }

    @Override
    public MasterAborts masterAborts() {
        return backplane.aborts();
    }

    @Override
    public void state(StateFields fields) {
        fields.version(1);
        backplane.state(fields.part("backplane", this));
        shared.state(fields.part("src", this));
        bootRom.state(fields);
        faults.state(fields);
        bank.state(fields);
        // Behind the slots, each of which may have asked for work.
        backplane.workRequested(fields.flag("work", backplane.workRequested()));
    }

    @Override
    public void close() {
        bank.close();
    }

    /** Takes what is there now; a host that sends faster than this drains waits its turn. */
    private void receiveInput() {
        HostInputs input = backplane.input();
        for (int left = input.size(); left > 0; left--) {
            HostInput next = input.take();
            Slot slot = bank.all().get(next.slot());
            Attachment occupant = slot.occupant();
            ChannelReceiver receiver = occupant == null ? null : occupant.receiver(next.channel());
            if (receiver == null) {
                slot.countError("input is lost because the device has left.", null);
            } else {
                backplane.inputSink().input(slot.description().name(), next.channel(), next.data());
                slot.act(() -> receiver.receive(next.data()));
            }
        }
    }

    private void work() {
        if (!backplane.workRequested()) {
            return;
        }
        // What is asked for from here on is for the next boundary.
        backplane.workRequested(false);
        for (Slot slot : bank.all()) {
            Attachment occupant = slot.occupant();
            if (occupant != null && occupant.takeWork()) {
                slot.act(occupant.device()::work);
            }
        }
    }

    /** The hot-plug controller if it answers this access; else null. */
    private HotPlugController hotPlug(long offset, int size, boolean write) {
        HotPlugController hotPlug = bank.hotPlug();
        boolean answers =
                hotPlug != null
                        && offset >= 0
                        && offset < BoardMap.HOT_PLUG_SIZE
                        && hotPlug.answers(offset, size, write);
        return answers ? hotPlug : null;
    }

    private static boolean isShared(long offset) {
        return offset >= 0 && offset < BoardMap.SRC_SIZE;
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
