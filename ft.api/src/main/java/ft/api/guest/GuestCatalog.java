package ft.api.guest;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Guest programs and firmware that come with a bundle. Registered as a service. */
@ConsumerType
public interface GuestCatalog {
    /** Name of the boot ROM image among the {@linkplain #image images}. */
    String FIRMWARE = "firmware";

    /** Names of the guest programs, each with one line of description and its arguments. */
    Map<String, String> programs();

    /** An ELF file, or the raw ROM image for {@link #FIRMWARE}; empty for an unknown name. */
    Optional<byte[]> image(String name);
}
