package org.example.counter;

import ft.api.device.Device;
import ft.device.kit.Access;
import ft.device.kit.Register;
import ft.device.kit.RegisterDevice;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** One register, which counts how often it is read. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=counter")
public final class Counter extends RegisterDevice {
    private final Register count =
            register(0x0, "COUNT", Access.READ_WRITE).onRead(this::next);

    private long next() {
        long now = count.get();
        count.set(now + 1);
        return now;
    }
}
