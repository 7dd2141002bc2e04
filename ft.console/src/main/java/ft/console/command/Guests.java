package ft.console.command;

import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.console.text.Problem;
import ft.console.view.GuestStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Where guest programs come from: the catalogs that are installed, and files. */
@Component(service = Guests.class)
public class Guests {
    private static final long LARGEST = 1L << 30;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    /** The programs of all catalogs, by name. */
    public List<GuestStatus> programs() {
        Map<String, String> programs = new TreeMap<>();
        for (GuestCatalog catalog : catalogs) {
            programs.putAll(catalog.programs());
        }
        List<GuestStatus> list = new ArrayList<>();
        programs.forEach((name, description) -> list.add(new GuestStatus(name, description)));
        return list;
    }

    /**
     * A program of a catalog, or an ELF file.
     *
     * @param folder where a relative file name starts
     */
    public GuestProgram find(String name, Path folder, String arguments) throws Problem {
        for (GuestCatalog catalog : catalogs) {
            Optional<byte[]> image =
                    catalog.programs().containsKey(name) ? catalog.image(name) : Optional.empty();
            if (image.isPresent()) {
                return new GuestProgram(name, image.get(), arguments);
            }
        }
        return new GuestProgram(name, read(name, folder), arguments);
    }

    private byte[] read(String name, Path folder) throws Problem {
        try {
            Path file = folder.resolve(name);
            if (Files.isDirectory(file)) {
                throw new Problem("Guest " + name + " is a folder, not an ELF file.");
            }
            if (Files.size(file) > LARGEST) {
                throw new Problem("Guest " + name + " is larger than 1 GiB.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException | InvalidPathException e) {
            String known = String.join(", ", programs().stream().map(GuestStatus::name).toList());
            throw new Problem(
                    "There is no guest or file '"
                            + name
                            + "'; the guests are "
                            + (known.isEmpty() ? "missing" : known)
                            + ".",
                    e);
        } catch (IOException e) {
            throw new Problem("Guest " + name + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
