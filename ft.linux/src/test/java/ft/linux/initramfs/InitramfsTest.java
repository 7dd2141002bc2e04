package ft.linux.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import ft.linux.parts.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive is what the kernel's format says, and always the same. */
class InitramfsTest {
    private static final int FIELD = 8;

    @TempDir private Path folder;

    /** An entry as a reader of the format finds it. */
    private record Entry(int inode, int mode, int time, int major, int minor, String content) {}

    private static Map<String, Entry> read(byte[] archive) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (true) {
            assertThat(text.substring(at, at + 6)).isEqualTo("070701");
            int size = field(text, at, 6);
            int nameSize = field(text, at, 11);
            int nameAt = at + 110;
            String name = text.substring(nameAt, nameAt + nameSize - 1);
            assertThat(text.charAt(nameAt + nameSize - 1)).isEqualTo('\0');
            int contentAt = (nameAt + nameSize + 3) & -4;
            if (name.equals("TRAILER!!!")) {
                assertThat(contentAt).isEqualTo(archive.length);
                return entries;
            }
            Entry entry =
                    new Entry(
                            field(text, at, 0),
                            field(text, at, 1),
                            field(text, at, 5),
                            field(text, at, 9),
                            field(text, at, 10),
                            text.substring(contentAt, contentAt + size));
            assertThat(entries.put(name, entry)).as(name).isNull();
            at = (contentAt + size + 3) & -4;
        }
    }

    private static int field(String text, int at, int number) {
        int from = at + 6 + number * FIELD;
        return Integer.parseUnsignedInt(text.substring(from, from + FIELD), 16);
    }

    @BeforeEach
    void parts() throws IOException {
        for (String each : List.of("programs", "libraries", "modules")) {
            Files.createDirectories(folder.resolve(each));
        }
        for (String each :
                List.of(
                        "programs/mdadm",
                        "programs/busybox",
                        "libraries/libc.so.6",
                        "libraries/ld-linux-riscv64-lp64d.so.1",
                        "modules/raid1",
                        "modules/md_mod")) {
            Files.writeString(folder.resolve(each), "content of " + each);
        }
        Files.writeString(folder.resolve("modules.order"), "md_mod \nraid1 md_mod\n");
    }

    @Test
    void everythingHasItsPlaceAndKind() throws IOException {
        Map<String, Entry> entries = read(Initramfs.of(new Parts(folder)));
        assertThat(entries.get("init").mode()).isEqualTo(0100755);
        assertThat(entries.get("init").content()).startsWith("#!/bin/sh\n");
        assertThat(entries.get("bin/busybox").content()).isEqualTo("content of programs/busybox");
        assertThat(entries.get("bin/sh"))
                .satisfies(
                        link -> {
                            assertThat(link.mode()).isEqualTo(0120777);
                            assertThat(link.content()).isEqualTo("busybox");
                        });
        assertThat(entries.get("dev/console"))
                .extracting(Entry::mode, Entry::major, Entry::minor)
                .containsExactly(0020600, 5, 1);
        assertThat(entries.get("lib/ld-linux-riscv64-lp64d.so.1").mode()).isEqualTo(0100755);
        assertThat(entries.get("lib/libc.so.6").mode()).isEqualTo(0100644);
        assertThat(entries.get("lib/modules/order").content()).isEqualTo("md_mod \nraid1 md_mod\n");
        assertThat(entries).containsKeys("sbin/mdadm", "sbin/mirror", "sbin/work", "proc", "mnt");
    }

    /** The kernel makes a file only in a folder that is there already. */
    @Test
    void aFolderIsBeforeWhatIsInIt() throws IOException {
        List<String> names = List.copyOf(read(Initramfs.of(new Parts(folder))).keySet());
        for (String name : names) {
            int slash = name.lastIndexOf('/');
            if (slash > 0) {
                assertThat(names.subList(0, names.indexOf(name)))
                        .contains(name.substring(0, slash));
            }
        }
    }

    @Test
    void theBytesAreAlwaysTheSame() throws IOException {
        byte[] first = Initramfs.of(new Parts(folder));
        Files.setLastModifiedTime(
                folder.resolve("programs/mdadm"), java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(Initramfs.of(new Parts(folder))).isEqualTo(first);
        assertThat(read(first).values())
                .allMatch(entry -> entry.time() == 0)
                .extracting(Entry::inode)
                .doesNotHaveDuplicates();
    }
}
