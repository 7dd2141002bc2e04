package ft.chaos.sample;

import ft.api.device.Device;
import ft.api.fields.StateFields;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** A device as somebody else writes it. */
@Component(scope = ServiceScope.PROTOTYPE, property = Device.TYPE + "=chaos-counter")
public final class SampleDevice implements Device {
    private long count;

    @Override
    public long read(long offset, int size) {
        return count++;
    }

    @Override
    public void write(long offset, int size, long value) {
        count = value;
    }

    @Override
    public void state(StateFields fields) {
        count = fields.number("count", count);
    }
}
