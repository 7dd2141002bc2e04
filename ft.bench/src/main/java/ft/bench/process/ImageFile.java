package ft.bench.process;

import ft.api.guest.GuestCatalog;
import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A guest of a catalog as a file, for machines that take files; it goes with the program. */
public final class ImageFile {
    private final String guest;
    private final Supplier<List<GuestCatalog>> catalogs;
    private Path file;

    /** Of a guest by its name, from whatever catalogs there are then. */
    public ImageFile(String guest, Supplier<List<GuestCatalog>> catalogs) {
        this.guest = guest;
        this.catalogs = catalogs;
    }

    /** Written when it is needed first. */
    public synchronized Path get() throws VerbException {
        if (file == null) {
            Optional<byte[]> image =
                    catalogs.get().stream()
                            .flatMap(catalog -> catalog.image(guest).stream())
                            .findFirst();
            if (image.isEmpty()) {
                throw new VerbException(
                        "There is no guest '" + guest + "': its bundle is missing.");
            }
            try {
                Path made = Files.createTempFile("ft-" + guest + "-", ".elf");
                made.toFile().deleteOnExit();
                Files.write(made, image.get());
                file = made;
            } catch (IOException e) {
                throw new VerbException("Cannot write a temporary file: " + e + ".", e);
            }
        }
        return file;
    }
}
