package ft.io.subsystem;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;
import ft.api.slot.HostChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A device that tells what happens to it and does what a test wants. */
final class ProbeDevice implements Device {
    final List<String> events = new ArrayList<>();
    DeviceContext context;
    HostChannel channel;
    long register;
    long loaded;
    int version = 1;
    Consumer<ProbeDevice> onAttach = device -> {};
    Consumer<ProbeDevice> onWork = device -> {};
    Runnable onRead = () -> {};
    String refusal;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        context = newContext;
        if (refusal != null) {
            throw new DeviceException(refusal);
        }
        channel =
                newContext.channel(
                        "wire",
                        data -> events.add("in " + new String(data, StandardCharsets.UTF_8)));
        events.add("attach");
        onAttach.accept(this);
    }

    @Override
    public void reset() {
        register = 0;
        events.add("reset");
    }

    @Override
    public long read(long offset, int size) {
        onRead.run();
        return register + offset;
    }

    @Override
    public void write(long offset, int size, long value) {
        onRead.run();
        register = value;
    }

    @Override
    public void work() {
        events.add("work");
        onWork.accept(this);
    }

    @Override
    public void eject() {
        events.add("eject");
    }

    @Override
    public void state(StateFields fields) {
        fields.version(version);
        register = fields.number("register", register);
        loaded = register;
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(DeviceTreeNode.of("probe"));
    }

    @Override
    public void detach() {
        events.add("detach");
    }
}
