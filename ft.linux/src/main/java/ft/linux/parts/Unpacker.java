package ft.linux.parts;

import ft.linux.deb.DebFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Takes out of the packages what is needed of them. */
final class Unpacker {
    /** Drivers of the board's devices, the file system, the mirror, and what they use by name. */
    private static final List<String> MODULES =
            List.of(
                    "virtio_mmio",
                    "virtio_blk",
                    "virtio_net",
                    "virtio_rng",
                    "crc32c_generic",
                    "ext4",
                    "raid1");

    private static final Map<String, String> PROGRAMS =
            Map.of("usr/bin/busybox", "busybox", "usr/sbin/mdadm", "mdadm");

    private static final String SBI = "usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin";
    private static final List<String> KERNEL = List.of("boot/vmlinux-", "boot/vmlinuz-");
    private static final String LIBRARY = "usr/lib/riscv64-linux-gnu/";
    private static final String ENDING = ".deb";

    private final ModuleSet modules = new ModuleSet();
    private final Map<String, byte[]> programs = new TreeMap<>();
    private final Map<String, byte[]> libraries = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private byte[] sbi;
    private byte[] kernel;

    /** Unpacks all packages of a folder into another one. */
    static void unpack(Path packages, Path to) throws IOException {
        Unpacker unpacker = new Unpacker();
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> all = Files.list(packages)) {
            for (Path each : all.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                String file = each.getFileName().toString();
                names.add(file.substring(0, file.length() - ENDING.length()).replace("%3a", ":"));
                DebFile.visit(each, unpacker::visit);
            }
        }
        unpacker.write(new Parts(to));
        Files.write(to.resolve(Parts.PACKAGES), names, StandardCharsets.UTF_8);
    }

    private void visit(DebFile.Entry entry, DebFile.Content content) throws IOException {
        String name = entry.name();
        if (entry.isLink() && isLibrary(name)) {
            links.put(last(name), last(entry.target()));
        }
        if (!entry.isFile()) {
            return;
        }
        String module = ModuleSet.nameOf(name);
        if (!module.isEmpty()) {
            modules.add(module, content.read());
        } else if (isLibrary(name)) {
            libraries.put(last(name), content.read());
        } else if (PROGRAMS.containsKey(name)) {
            programs.put(PROGRAMS.get(name), content.read());
        } else if (name.equals(SBI)) {
            sbi = content.read();
        } else if (KERNEL.stream().anyMatch(name::startsWith)) {
            kernel = content.read();
        }
    }

    private static boolean isLibrary(String name) {
        return name.startsWith(LIBRARY)
                && name.lastIndexOf('/') == LIBRARY.length() - 1
                && name.contains(".so");
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void write(Parts parts) throws IOException {
        require(sbi != null, SBI);
        require(kernel != null, KERNEL.get(0));
        for (String each : PROGRAMS.values()) {
            require(programs.containsKey(each), each);
        }
        Path folder = parts.folder();
        Files.write(folder.resolve(Parts.SBI), sbi);
        Files.write(folder.resolve(Parts.KERNEL), kernel);
        write(folder.resolve(Parts.PROGRAMS), programs);
        write(folder.resolve(Parts.LIBRARIES), needed());
        Map<String, byte[]> contents = new TreeMap<>();
        List<String> order = new ArrayList<>();
        modules.withDependencies(MODULES)
                .forEach(
                        (name, module) -> {
                            contents.put(name, module.content());
                            order.add(String.join(" ", name, String.join(" ", module.needs())));
                        });
        write(folder.resolve(Parts.MODULES), contents);
        Files.write(folder.resolve(Parts.ORDER), order, StandardCharsets.UTF_8);
    }

    private static void require(boolean there, String what) throws IOException {
        if (!there) {
            throw new IOException("the packages hold no " + what);
        }
    }

    private static void write(Path folder, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Files.write(folder.resolve(each.getKey()), each.getValue());
        }
    }

    /** Libraries of all programs, and those that these need themselves. */
    private Map<String, byte[]> needed() throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        Deque<byte[]> open = new ArrayDeque<>(programs.values());
        while (!open.isEmpty()) {
            for (String name : ElfSections.needed(open.remove())) {
                if (!found.containsKey(name)) {
                    byte[] library = libraries.get(links.getOrDefault(name, name));
                    require(library != null, name);
                    found.put(name, library);
                    open.add(library);
                }
            }
        }
        return found;
    }
}
