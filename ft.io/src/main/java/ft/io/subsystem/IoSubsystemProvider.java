package ft.io.subsystem;

import ft.api.device.Device;
import ft.api.guest.GuestCatalog;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.io.IoSubsystemFactory;
import ft.api.io.SlotDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ReferenceScope;
import org.osgi.service.log.LoggerFactory;

/** Makes IO subsystems whose devices are the device services that are there. */
@Component
public final class IoSubsystemProvider implements IoSubsystemFactory {
    private static final System.Logger FALLBACK = System.getLogger("ft.io");

    private final DeviceDirectory directory = new DeviceDirectory(this::isGoing);
    private final Map<ServiceReference<Device>, List<DeviceService>> services =
            new ConcurrentHashMap<>();

    private final BundleContext context;
    private final Bundle own;
    private final Bundle framework;

    /** Made by Declarative Services. */
    @Activate
    public IoSubsystemProvider(BundleContext context) {
        this.context = context;
        own = context.getBundle();
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    }

    /** Whether this bundle itself is stopped: its IO subsystems stay as they are to the end. */
    private boolean isGoing() {
        return gone || own.getState() != Bundle.ACTIVE && own.getState() != Bundle.STARTING;
    }

    private boolean isEnding() {
        return framework.getState() != Bundle.ACTIVE && framework.getState() != Bundle.STARTING;
    }

    /** Firmware may come and go; only a power on needs it. Sorted, the highest ranking last. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs = List.of();

    /** Optional, so that an update of the log service does not take the IO subsystems down. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile LoggerFactory loggers;

    private volatile boolean gone;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            scope = ReferenceScope.PROTOTYPE_REQUIRED)
    void addDevice(ServiceReference<Device> reference) {
        if (isOfAnotherVersion(reference.getBundle())) {
            return; // a board comes with the devices of its own version
        }
        // Those of Declarative Services keep a device that is taken while its service goes.
        ServiceObjects<Device> objects = context.getServiceObjects(reference);
        if (objects == null) {
            return; // it has gone already
        }
        List<DeviceService> provided = DeviceService.of(objects, this::isEnding);
        services.put(reference, provided);
        provided.forEach(directory::add);
    }

    void removeDevice(ServiceReference<Device> reference) {
        if (gone || isGoing() && own.equals(reference.getBundle())) {
            return;
        }
        List<DeviceService> provided = services.remove(reference);
        if (provided != null) {
            provided.forEach(directory::remove);
        }
    }

    /**
     * The IO subsystems that were made here live on, as boards do that are out of their box: with
     * the devices that are in their slots.
     */
    @Deactivate
    void deactivate() {
        gone = true;
    }

    private boolean isOfAnotherVersion(Bundle bundle) {
        return bundle != null
                && !bundle.equals(own)
                && bundle.getSymbolicName().equals(own.getSymbolicName());
    }

    @Override
    public IoSubsystem create(
            int number, List<SlotDescription> slots, long nanosPerKilocycle, InboundPort port) {
        return new SlottedIoSubsystem(
                number, slots, nanosPerKilocycle, port, directory, this::firmware, this::warn);
    }

    private byte[] firmware() {
        return catalogs.stream()
                .map(catalog -> catalog.image(GuestCatalog.FIRMWARE))
                .flatMap(Optional::stream)
                .reduce((lower, higher) -> higher)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "There is no firmware: no guest catalog has the image "
                                                + GuestCatalog.FIRMWARE
                                                + "; start a bundle that has it, such as"
                                                + " ft.guest."));
    }

    private void warn(String sentence, Throwable cause) {
        LoggerFactory current = loggers;
        if (current == null) {
            FALLBACK.log(System.Logger.Level.WARNING, sentence, cause);
        } else if (cause == null) {
            current.getLogger(IoSubsystemProvider.class).warn("{}", sentence);
        } else {
            current.getLogger(IoSubsystemProvider.class).warn("{}", sentence, cause);
        }
    }
}
