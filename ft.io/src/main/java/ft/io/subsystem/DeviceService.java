package ft.io.subsystem;

import ft.api.device.Device;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A device service of prototype scope as a provider of one of its device types. */
final class DeviceService implements DeviceProvider {
    private static final long MOMENT_NANOS = 1_000_000_000;

    private final ServiceObjects<Device> objects;
    private final ServiceReference<Device> reference;
    private final String type;
    private final int ranking;
    private final long id;
    private final String bundle;
    private final String version;

    private final Bundle from;
    private final DeviceNeeds needs;
    private final BooleanSupplier ending;
    private long activeSince;

    private DeviceService(ServiceObjects<Device> objects, String type, BooleanSupplier ending) {
        this.objects = objects;
        this.type = type;
        this.ending = ending;
        reference = objects.getServiceReference();
        ranking =
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        id = (Long) reference.getProperty(Constants.SERVICE_ID);
        from = reference.getBundle();
        bundle = from.getSymbolicName();
        version = from.getVersion().toString();
        needs = DeviceNeeds.of(reference::getProperty);
    }

    /**
     * One provider for each type the service names.
     *
     * @param ending says when the whole framework is being stopped
     */
    static List<DeviceService> of(ServiceObjects<Device> objects, BooleanSupplier ending) {
        return DeviceNeeds.texts(objects.getServiceReference().getProperty(Device.TYPE)).stream()
                .map(type -> new DeviceService(objects, type, ending))
                .toList();
    }

    @Override
    public DeviceNeeds needs() {
        return needs;
    }

    /**
     * An update and a refresh stop a bundle without taking away the mark that it is to be started;
     * a stop and an uninstallation take the mark away first. A bundle that runs again gets a moment
     * for its components.
     */
    @Override
    public synchronized boolean mayReturn() {
        int state = from.getState();
        if (state == Bundle.UNINSTALLED || ending.getAsBoolean() || !isToBeStarted()) {
            return false;
        }
        if (state != Bundle.ACTIVE) {
            activeSince = 0;
            return true;
        }
        activeSince = activeSince == 0 ? System.nanoTime() : activeSince;
        return System.nanoTime() - activeSince < MOMENT_NANOS;
    }

    private boolean isToBeStarted() {
        try {
            return from.adapt(BundleStartLevel.class).isPersistentlyStarted();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false; // it was uninstalled right now
        }
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
    public boolean isInstalled() {
        return reference.getBundle() != null;
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
