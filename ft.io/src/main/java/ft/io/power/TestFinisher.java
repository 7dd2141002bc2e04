package ft.io.power;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.api.slot.PowerRequest;
import ft.io.support.DeviceNodes;
import ft.io.support.Options;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** SiFive test finisher: one register, through which software powers off, fails or resets. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=sifive-test")
public final class TestFinisher implements Device {
    private static final int FIRST_PHANDLE = 32;
    private static final int PHANDLES_PER_IO_SUBSYSTEM = 8;
    private static final Map<Integer, PowerRequest.Kind> COMMANDS =
            Map.of(
                    0x3333, PowerRequest.Kind.FAIL,
                    0x5555, PowerRequest.Kind.PASS,
                    0x7777, PowerRequest.Kind.RESET);

    private DeviceContext context;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        Options.allow(newContext);
        context = newContext;
    }

    @Override
    public long read(long offset, int size) {
        return 0;
    }

    @Override
    public void write(long offset, int size, long value) {
        // A byte cannot hold a command; OpenSBI may touch what lies behind the register.
        if (offset != 0 || size < 2) {
            return;
        }
        PowerRequest.Kind kind = COMMANDS.get((int) value & 0xFFFF);
        if (kind == null) {
            context.error("the test finisher does not know the command 0x%x.".formatted(value));
            return;
        }
        int code = kind == PowerRequest.Kind.FAIL ? (int) value >>> 16 : 0;
        context.request(new PowerRequest(kind, code));
    }

    @Override
    public String register(long offset, boolean write) {
        return offset == 0 ? "COMMAND" : "";
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        int phandle = FIRST_PHANDLE + PHANDLES_PER_IO_SUBSYSTEM * context.ioSubsystem();
        return Optional.of(
                DeviceNodes.of("test", context, "sifive,test1", "sifive,test0", "syscon")
                        .withCells("phandle", phandle));
    }
}
