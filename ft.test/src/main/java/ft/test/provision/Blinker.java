package ft.test.provision;

import ft.api.device.Device;

/** A device of a third party; its class is put into a bundle of its own. */
public class Blinker implements Device {
    static final String TYPE = "blinker";

    private long value;

    @Override
    public long read(long offset, int size) {
        return value;
    }

    @Override
    public void write(long offset, int size, long written) {
        value = ~written;
    }
}
