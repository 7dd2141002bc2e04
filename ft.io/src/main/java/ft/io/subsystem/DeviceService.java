package ft.io.subsystem;

import ft.api.device.Device;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/** A device service of prototype scope as a provider of one of its device types. */
final class DeviceService implements DeviceProvider {
    private final ComponentServiceObjects<Device> objects;
    private final String type;
    private final int ranking;
    private final long id;
    private final String bundle;
    private final String version;

    private DeviceService(ComponentServiceObjects<Device> objects, String type) {
        this.objects = objects;
        this.type = type;
        ServiceReference<Device> reference = objects.getServiceReference();
        ranking =
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        id = (Long) reference.getProperty(Constants.SERVICE_ID);
        Bundle from = reference.getBundle();
        bundle = from == null ? "" : from.getSymbolicName();
        version = from == null ? "" : from.getVersion().toString();
    }

    /** One provider for each type the service names. */
    static List<DeviceService> of(ComponentServiceObjects<Device> objects) {
        Object types = objects.getServiceReference().getProperty(Device.TYPE);
        Collection<?> names;
        if (types instanceof Object[] array) {
            names = Arrays.asList(array);
        } else if (types instanceof Collection<?> collection) {
            names = collection;
        } else {
            names = types == null ? List.of() : List.of(types);
        }
        return names.stream().map(name -> new DeviceService(objects, name.toString())).toList();
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
        return id;
    }

    @Override
    public String bundle() {
        return bundle;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Device take() {
        try {
            return objects.getService();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    @Override
    public void release(Device device) {
        try {
            objects.ungetService(device);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The framework has taken the device back already, because its bundle stopped.
        }
    }
}
