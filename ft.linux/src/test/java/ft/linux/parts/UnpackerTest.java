package ft.linux.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.linux.deb.TestArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of packages what is needed is taken, with everything that it needs itself, and nothing more. */
class UnpackerTest {
    private static final String LIBRARIES = "./usr/lib/riscv64-linux-gnu/";
    private static final String MODULES = "./usr/lib/modules/6.12/kernel/";

    @TempDir private Path folder;
    private Path packages;
    private Path made;

    @BeforeEach
    void folders() throws IOException {
        packages = Files.createDirectories(folder.resolve("packages"));
        made = Files.createDirectories(folder.resolve("made"));
    }

    private void pack(String name, TestArchive content) throws IOException {
        Files.write(packages.resolve(name + ".deb"), content.deb(".xz"));
    }

    private static TestArchive module(TestArchive archive, String name, String... depends)
            throws IOException {
        return archive.file(MODULES + name + ".ko.xz", TestArchive.xz(ElfMaker.module(depends)));
    }

    private void packAll() throws IOException {
        TestArchive kernel = new TestArchive().file("./boot/vmlinux-6.12", "kernel".getBytes());
        module(kernel, "drivers/virtio/virtio_mmio");
        module(kernel, "drivers/block/virtio_blk");
        module(kernel, "drivers/net/virtio_net", "net-failover");
        module(kernel, "drivers/net/net-failover", "failover");
        module(kernel, "net/failover");
        module(kernel, "drivers/char/virtio-rng");
        module(kernel, "crypto/crc32c_generic");
        module(kernel, "fs/ext4", "jbd2", "crc16");
        module(kernel, "fs/jbd2");
        module(kernel, "lib/crc16");
        module(kernel, "drivers/md/raid1", "md-mod");
        module(kernel, "drivers/md/md-mod");
        module(kernel, "sound/loud");
        pack("linux-image-6.12_6.12-1_riscv64", kernel);
        pack(
                "opensbi_1.6-1_all",
                new TestArchive()
                        .file(
                                "./usr/lib/riscv32-linux-gnu/opensbi/generic/fw_dynamic.bin",
                                new byte[1])
                        .file(LIBRARIES + "opensbi/generic/fw_dynamic.bin", "sbi".getBytes()));
        pack(
                "busybox-static_1%3a1.37_riscv64",
                new TestArchive().file("./usr/bin/busybox", ElfMaker.needing()));
        pack(
                "mdadm_4.4_riscv64",
                new TestArchive()
                        .file("./usr/sbin/mdadm", ElfMaker.needing("libudev.so.1", "libc.so.6")));
        pack(
                "libs_1_riscv64",
                new TestArchive()
                        .file(LIBRARIES + "libudev.so.1.7.10", ElfMaker.needing("libcap.so.2"))
                        .link(LIBRARIES + "libudev.so.1", "libudev.so.1.7.10")
                        .file(LIBRARIES + "libcap.so.2.75", ElfMaker.needing("libc.so.6"))
                        .link(LIBRARIES + "libcap.so.2", "libcap.so.2.75")
                        .file(LIBRARIES + "libc.so.6", ElfMaker.needing())
                        .file(LIBRARIES + "libm.so.6", ElfMaker.needing())
                        .file(LIBRARIES + "gconv/UTF-16.so", ElfMaker.needing()));
    }

    @Test
    void whatIsNeededIsTaken() throws IOException {
        packAll();
        Unpacker.unpack(packages, made);
        Parts parts = new Parts(made);
        assertThat(parts.isComplete()).isTrue();
        assertThat(parts.sbi()).asString().isEqualTo("sbi");
        assertThat(parts.kernel()).asString().isEqualTo("kernel");
        assertThat(parts.programs()).containsOnlyKeys("busybox", "mdadm");
        assertThat(parts.libraries()).containsOnlyKeys("libcap.so.2", "libc.so.6", "libudev.so.1");
        assertThat(parts.packages())
                .contains("busybox-static_1:1.37_riscv64", "linux-image-6.12_6.12-1_riscv64")
                .isSorted();
    }

    /** insmod follows no dependencies, so our script does, line by line. */
    @Test
    void aModuleIsBehindThoseItDependsOn() throws IOException {
        packAll();
        Unpacker.unpack(packages, made);
        assertThat(new Parts(made).moduleOrder())
                .extracting(String::strip)
                .containsExactly(
                        "virtio_mmio",
                        "virtio_blk",
                        "failover",
                        "net_failover failover",
                        "virtio_net net_failover",
                        "virtio_rng",
                        "crc32c_generic",
                        "jbd2",
                        "crc16",
                        "ext4 jbd2 crc16",
                        "md_mod",
                        "raid1 md_mod");
        assertThat(new Parts(made).modules().get("ext4"))
                .isEqualTo(ElfMaker.module("jbd2", "crc16"));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        packAll();
        Files.delete(packages.resolve("libs_1_riscv64.deb"));
        assertThatThrownBy(() -> Unpacker.unpack(packages, made))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libudev.so.1");
        Files.delete(packages.resolve("opensbi_1.6-1_all.deb"));
        assertThatThrownBy(() -> Unpacker.unpack(packages, made))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fw_dynamic.bin");
        assertThat(new Parts(made).isComplete()).isFalse();
    }

    @Test
    void aDamagedModuleIsNoProgramError() {
        byte[] module = ElfMaker.module("a");
        int table = module.length - 3 * 64;
        for (int length = 64; length <= table; length += 7) {
            byte[] cut = Arrays.copyOf(module, length);
            assertThatThrownBy(() -> ElfSections.texts(cut, ".modinfo"))
                    .isInstanceOf(IOException.class);
        }
    }
}
