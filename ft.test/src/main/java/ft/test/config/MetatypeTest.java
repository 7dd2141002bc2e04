package ft.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.config.ChangeEffect;
import ft.api.config.Configurable;
import ft.api.config.Configurations;
import ft.api.config.ConfiguredOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Everything that can be configured is described: name, unit, range, default. */
class MetatypeTest {
    /** Options that everybody has to give, so that they have no default. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of("ft.copy.strategy", "slots");

    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Double", "Float");

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    MetaTypeService metatypes;

    @InjectService(timeout = 10_000)
    ServiceComponentRuntime components;

    @InjectService(timeout = 10_000)
    Configurations configurations;

    private List<Bundle> ours() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("ft."))
                .toList();
    }

    private Map<String, ObjectClassDefinition> described() {
        Map<String, ObjectClassDefinition> all = new HashMap<>();
        for (Bundle bundle : ours()) {
            MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
            if (information != null) {
                for (String pid : information.getPids()) {
                    all.put(pid, information.getObjectClassDefinition(pid, null));
                }
                for (String pid : information.getFactoryPids()) {
                    all.put(pid, information.getObjectClassDefinition(pid, null));
                }
            }
        }
        return all;
    }

    @Test
    void everyOptionHasNameUnitRangeAndDefault() {
        List<String> complaints = new ArrayList<>();
        for (Configurable each : configurations.all()) {
            if (!each.bundle().startsWith("ft.")) {
                continue;
            }
            if (each.title().isBlank() || each.description().isBlank()) {
                complaints.add(each.pid() + " has no name or no description");
            }
            for (ConfiguredOption option : each.options()) {
                String where = each.pid() + " " + option.name();
                if (option.title().isBlank() || option.description().isBlank()) {
                    complaints.add(where + " has no name or no description");
                }
                if (option.standard().isEmpty() && !WITHOUT_DEFAULT.contains(option.name())) {
                    complaints.add(where + " has no default");
                }
                if (NUMBERS.contains(option.type())) {
                    if (option.unit().isEmpty()) {
                        complaints.add(where + " has no unit");
                    }
                    if (option.range().isEmpty() && !option.name().equals("seed")) {
                        complaints.add(where + " has no range");
                    }
                }
                if (option.effect() == ChangeEffect.UNKNOWN) {
                    complaints.add(where + " changes nothing that is known");
                }
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(described())
                .containsKeys("ft.server", "ft.crosslink", "ft.copy.trace", "ft.copy.checksum");
    }

    /** A component with a PID that is said to be its own can be configured there. */
    @Test
    void everyConfiguredPropertyIsDescribed() {
        Map<String, ObjectClassDefinition> described = described();
        List<String> complaints = new ArrayList<>();
        for (ComponentDescriptionDTO each :
                components.getComponentDescriptionDTOs(ours().toArray(Bundle[]::new))) {
            for (String pid : each.configurationPid) {
                ObjectClassDefinition ocd = described.get(pid);
                if (ocd == null) {
                    if (!pid.equals(each.name)) {
                        complaints.add(each.name + " has the PID " + pid + " without a metatype");
                    }
                    continue;
                }
                List<String> known =
                        Arrays.stream(ocd.getAttributeDefinitions(ObjectClassDefinition.ALL))
                                .map(AttributeDefinition::getID)
                                .toList();
                for (String property : each.properties.keySet()) {
                    boolean fixed =
                            property.startsWith("ft.")
                                    || property.startsWith("service.")
                                    || property.endsWith(".target");
                    if (!fixed && !known.contains(property)) {
                        complaints.add(each.name + " has " + property + ", not described");
                    }
                }
            }
        }
        assertThat(complaints).isEmpty();
    }
}
