package ft.test.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Every component that waits for nothing but services has them. */
class ComponentsTest {

    @InjectBundleContext BundleContext context;
    @InjectService ServiceComponentRuntime components;

    @Test
    void everyComponentWithoutRequiredConfigurationIsSatisfied() {
        Bundle[] ours =
                Stream.of(context.getBundles())
                        .filter(bundle -> bundle.getSymbolicName().startsWith("ft."))
                        .toArray(Bundle[]::new);
        List<String> complaints = new ArrayList<>();
        Collection<ComponentDescriptionDTO> descriptions =
                components.getComponentDescriptionDTOs(ours);
        for (ComponentDescriptionDTO description : descriptions) {
            if (description.configurationPolicy.equals("require")) {
                continue;
            }
            Collection<ComponentConfigurationDTO> configurations =
                    components.getComponentConfigurationDTOs(description);
            if (configurations.isEmpty()) {
                complaints.add(description.name + " was not even tried");
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                complaint(description, configuration, complaints);
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(descriptions).isNotEmpty();
    }

    private static void complaint(
            ComponentDescriptionDTO description,
            ComponentConfigurationDTO configuration,
            List<String> complaints) {
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            complaints.add(description.name + " failed: " + configuration.failure);
        } else if (configuration.unsatisfiedReferences.length > 0) {
            complaints.add(
                    description.name
                            + " lacks "
                            + Stream.of(configuration.unsatisfiedReferences)
                                    .map(reference -> reference.name)
                                    .toList());
        }
    }
}
