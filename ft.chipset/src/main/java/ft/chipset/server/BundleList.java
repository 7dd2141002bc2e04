package ft.chipset.server;

import ft.api.copy.CopyStrategy;
import ft.api.device.Device;
import ft.api.guest.GuestCatalog;
import ft.api.io.SlotDescription;
import ft.api.server.ServerDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The bundles that decide the history of a server: all that has a part in it. */
final class BundleList {
    private final Map<String, String> versions = new TreeMap<>();

    private BundleList() {}

    /**
     * Symbolic names and versions.
     *
     * @param devices device types that have no slot in the description
     */
    static Map<String, String> of(
            BundleContext context, ServerDescription description, Collection<String> devices) {
        BundleList list = new BundleList();
        list.add(context.getBundle());
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if (name != null
                    && bundle.getState() == Bundle.ACTIVE
                    && (name.equals(description.processor())
                            || name.equals(description.io())
                            || name.equals(description.crosslink()))) {
                list.add(bundle);
            }
        }
        List<String> types = new ArrayList<>(devices);
        description.slots().stream().map(SlotDescription::device).forEach(types::add);
        for (String type : types) {
            list.add(context, Device.class, "(" + Device.TYPE + "=" + type + ")");
        }
        list.add(context, CopyStrategy.class, null);
        list.add(context, GuestCatalog.class, null);
        return list.versions;
    }

    private void add(BundleContext context, Class<?> service, String filter) {
        try {
            ServiceReference<?>[] all = context.getServiceReferences(service.getName(), filter);
            for (ServiceReference<?> each : all == null ? new ServiceReference<?>[0] : all) {
                add(each.getBundle());
            }
        } catch (InvalidSyntaxException e) {
            // The name of a device type with signs that no filter takes: no bundle has such a one.
            System.getLogger("ft.chipset").log(System.Logger.Level.DEBUG, e.getMessage(), e);
        }
    }

    private void add(Bundle bundle) {
        if (bundle != null) {
            // Of two versions side by side the first is in use, unless a record says otherwise.
            versions.putIfAbsent(bundle.getSymbolicName(), bundle.getVersion().toString());
        }
    }
}
