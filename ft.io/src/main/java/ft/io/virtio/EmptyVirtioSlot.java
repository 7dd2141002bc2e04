package ft.io.virtio;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.device.kit.Options;
import ft.io.support.WordRegisters;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** A virtio slot without a device: device id 0, so that drivers that probe all slots skip it. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=virtio-empty", Device.BAY + "=false"})
public final class EmptyVirtioSlot implements Device, WordRegisters {
    private static final int[] WORDS = {VirtioMmio.MAGIC, VirtioMmio.VERSION, 0, VirtioMmio.VENDOR};

    private DeviceContext context;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        Options.allow(newContext);
        context = newContext;
    }

    @Override
    public long read(long offset, int size) {
        return readAny(offset, size);
    }

    @Override
    public void write(long offset, int size, long value) {
        // Every register is read only.
    }

    @Override
    public int readWord(int offset) {
        return offset < 4 * WORDS.length ? WORDS[offset / 4] : 0;
    }

    @Override
    public void writeWord(int offset, int value) {
        // Every register is read only.
    }

    @Override
    public String register(long offset, boolean write) {
        return MmioRegister.name(offset);
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(VirtioMmio.node(context));
    }
}
