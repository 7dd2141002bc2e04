package ft.io.power;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.slot.PowerRequest;
import ft.device.kit.Access;
import ft.device.kit.RegisterDevice;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** SiFive test finisher: one register, through which software powers off, fails or resets. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=sifive-test", Device.BAY + "=false"})
public final class TestFinisher extends RegisterDevice {
    private static final int FIRST_PHANDLE = 32;
    private static final int PHANDLES_PER_IO_SUBSYSTEM = 8;
    private static final Map<Integer, PowerRequest.Kind> COMMANDS =
            Map.of(
                    0x3333, PowerRequest.Kind.FAIL,
                    0x5555, PowerRequest.Kind.PASS,
                    0x7777, PowerRequest.Kind.RESET);

    /** Bytes, of which OpenSBI may write some, cannot hold a command. */
    private static final int SHORTEST_COMMAND = 0x100;

    /** Made by Declarative Services. */
    public TestFinisher() {
        register(0, "COMMAND", Access.WRITE_ONLY).onWrite(this::command);
        node("test", "sifive,test1", "sifive,test0", "syscon");
    }

    private void command(long value) {
        if (value < SHORTEST_COMMAND) {
            return;
        }
        PowerRequest.Kind kind = COMMANDS.get((int) value & 0xFFFF);
        if (kind == null) {
            context().error("the test finisher does not know the command 0x%x.".formatted(value));
            return;
        }
        int code = kind == PowerRequest.Kind.FAIL ? (int) value >>> 16 : 0;
        context().request(new PowerRequest(kind, code));
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        int phandle = FIRST_PHANDLE + PHANDLES_PER_IO_SUBSYSTEM * context().ioSubsystem();
        return super.deviceTree().map(node -> node.withCells("phandle", phandle));
    }
}
