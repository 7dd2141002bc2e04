package ft.guest;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.guest.GuestCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundledGuestsTest {
    private final GuestCatalog catalog = new BundledGuests();

    @Test
    void everyProgramIsAnElfFile() {
        assertThat(catalog.programs()).isNotEmpty();
        catalog.programs()
                .forEach(
                        (name, description) -> {
                            assertThat(description).as(name).isNotBlank();
                            assertThat(catalog.image(name).orElseThrow())
                                    .as(name)
                                    .startsWith(0x7F, 'E', 'L', 'F');
                        });
    }

    @Test
    void everyBuiltImageIsInTheTable() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/guests"))) {
            List<String> images =
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".elf"))
                            .map(file -> file.replace(".elf", ""))
                            .toList();
            assertThat(catalog.programs().keySet()).containsExactlyInAnyOrderElementsOf(images);
        }
    }

    @Test
    void theFirmwareFitsIntoTheBootRom() {
        byte[] firmware = catalog.image(GuestCatalog.FIRMWARE).orElseThrow();
        assertThat(firmware).isNotEmpty();
        assertThat((long) firmware.length).isLessThanOrEqualTo(BoardMap.ROM_SIZE);
    }

    @Test
    void anUnknownNameHasNoImage() {
        assertThat(catalog.image("nothing")).isEmpty();
        assertThat(catalog.image("../guests/hello")).isEmpty();
    }
}
