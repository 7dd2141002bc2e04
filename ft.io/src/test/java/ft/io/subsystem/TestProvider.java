package ft.io.subsystem;

import ft.api.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A device bundle in a test. */
final class TestProvider implements DeviceProvider {
    private static final int DEFAULT_ID = 1;

    private final String type;
    private final int ranking;
    private final Supplier<? extends Device> maker;
    private final List<Device> taken = new ArrayList<>();
    private final List<Device> released = new ArrayList<>();

    TestProvider(String type, Supplier<? extends Device> maker) {
        this(type, 0, maker);
    }

    TestProvider(String type, int ranking, Supplier<? extends Device> maker) {
        this.type = type;
        this.ranking = ranking;
        this.maker = maker;
    }

    List<Device> taken() {
        return taken;
    }

    List<Device> released() {
        return released;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public int ranking() {
        return ranking;
    }

    @Override
    public long id() {
        return DEFAULT_ID;
    }

    @Override
    public Device take() {
        Device device = maker.get();
        if (device != null) {
            taken.add(device);
        }
        return device;
    }

    @Override
    public void release(Device device) {
        released.add(device);
    }
}
