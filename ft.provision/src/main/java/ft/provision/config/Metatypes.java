package ft.provision.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What all active bundles say can be configured. */
final class Metatypes {
    private final BundleContext context;
    private final MetaTypeService service;

    Metatypes(BundleContext context, MetaTypeService service) {
        this.context = context;
        this.service = service;
    }

    /**
     * What can be configured with a PID.
     *
     * @param pid the PID
     * @param factory whether any number of them can be made
     * @param title what it is called
     * @param description what it is
     * @param bundle symbolic name of the bundle that says so
     * @param attributes its options, in the order of the metatype
     */
    record Metatype(
            String pid,
            boolean factory,
            String title,
            String description,
            String bundle,
            List<Attribute> attributes) {}

    /** All of them, by PID. */
    Map<String, Metatype> all() {
        Map<String, Metatype> all = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE) {
                continue;
            }
            MetaTypeInformation information = service.getMetaTypeInformation(bundle);
            if (information != null) {
                WrittenBounds bounds = WrittenBounds.of(bundle);
                for (String pid : information.getPids()) {
                    all.put(pid, read(information, pid, false, bounds));
                }
                for (String pid : information.getFactoryPids()) {
                    all.put(pid, read(information, pid, true, bounds));
                }
            }
        }
        return all;
    }

    private static Metatype read(
            MetaTypeInformation information, String pid, boolean factory, WrittenBounds bounds) {
        ObjectClassDefinition ocd = information.getObjectClassDefinition(pid, null);
        List<Attribute> attributes = new ArrayList<>();
        AttributeDefinition[] all = ocd.getAttributeDefinitions(ObjectClassDefinition.ALL);
        for (AttributeDefinition each : all == null ? new AttributeDefinition[0] : all) {
            attributes.add(new Attribute(each, bounds.of(ocd.getID(), each.getID())));
        }
        return new Metatype(
                pid,
                factory,
                text(ocd.getName()),
                text(ocd.getDescription()),
                information.getBundle().getSymbolicName(),
                attributes);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
