package ft.linux.initramfs;

import ft.linux.parts.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The initial RAM disk: busybox, mdadm with its libraries, modules, and scripts of our own.
 *
 * <p>It is not compressed: a guest would spend 200 million instructions more on it, a fifth of its
 * start, and a compressor's bytes differ between libraries.
 */
public final class Initramfs {
    private static final int PROGRAM = 0755;
    private static final int DATA = 0644;

    private static final List<String> FOLDERS =
            List.of("bin", "dev", "etc", "lib", "mnt", "proc", "root", "run", "sbin", "sys", "tmp");

    /** In {@code /sbin}, apart from {@code init}. */
    private static final List<String> SCRIPTS = List.of("mirror", "need", "proof", "work");

    private static final String LOADER = "ld-linux-";

    private Initramfs() {}

    /** Makes one of what was fetched. */
    public static byte[] of(Parts parts) throws IOException {
        CpioArchive archive = new CpioArchive();
        FOLDERS.forEach(archive::folder);
        archive.device("dev/console", 5, 1).device("dev/null", 1, 3);
        archive.file("init", PROGRAM, script("init"));
        for (String each : SCRIPTS) {
            archive.file("sbin/" + each, PROGRAM, script(each));
        }
        for (Map.Entry<String, byte[]> each : parts.programs().entrySet()) {
            String folder = each.getKey().equals("busybox") ? "bin/" : "sbin/";
            archive.file(folder + each.getKey(), PROGRAM, each.getValue());
        }
        archive.link("bin/sh", "busybox");
        for (Map.Entry<String, byte[]> each : parts.libraries().entrySet()) {
            // The dynamic loader's path stands in every program, and it looks for others beside it.
            boolean loader = each.getKey().startsWith(LOADER);
            archive.file("lib/" + each.getKey(), loader ? PROGRAM : DATA, each.getValue());
        }
        for (Map.Entry<String, byte[]> each : parts.modules().entrySet()) {
            archive.file("lib/modules/" + each.getKey() + ".ko", DATA, each.getValue());
        }
        String order = String.join("\n", parts.moduleOrder()) + "\n";
        archive.file("lib/modules/order", DATA, order.getBytes(StandardCharsets.US_ASCII));
        return archive.bytes();
    }

    private static byte[] script(String name) throws IOException {
        try (InputStream in = Initramfs.class.getResourceAsStream("/guest/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The bundle lacks guest/" + name);
            }
            return in.readAllBytes();
        }
    }
}
