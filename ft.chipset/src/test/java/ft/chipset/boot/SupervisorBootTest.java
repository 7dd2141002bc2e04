package ft.chipset.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.guest.GuestProgram;
import ft.api.server.ServerException;
import ft.chipset.controller.side.ControllerHost.Boot;
import ft.cpu.subsystem.RiscvProcessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SBI firmware, kernel, initial RAM disk and device tree in one main storage. */
class SupervisorBootTest {
    private static final long BASE = BoardMap.DRAM_BASE;
    private static final int MIB = 1 << 20;
    private static final byte[] SBI = filled(300_000, 0x51);
    private static final byte[] INITRD = filled(5 * MIB + 3, 0x52);
    private static final byte[] KERNEL = KernelFile.image(3 * MIB, 2 * MIB, 4 * MIB);
    private static final byte[] NONE = {};

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Main storage after loading, and what the ROM is told. */
    private record Loaded(MainStorage memory, Boot boot) {
        byte[] read(long address, int length) {
            byte[] bytes = new byte[length];
            memory.read(address, bytes, 0, length);
            return bytes;
        }

        long number(long address) {
            return ByteBuffer.wrap(read(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }

        /** The 64 bits of a property, found by its length and its name's place. */
        long property(String name) {
            ByteBuffer tree = ByteBuffer.wrap(read(boot.tree(), 64 << 10));
            int strings = tree.getInt(12);
            byte[] all = Arrays.copyOfRange(tree.array(), strings, tree.getInt(4));
            int offset =
                    new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(name);
            for (int at = tree.getInt(8); at < strings; at += 4) {
                if (tree.getInt(at) == 3
                        && tree.getInt(at + 4) == 8
                        && tree.getInt(at + 8) == offset) {
                    return tree.getLong(at + 12);
                }
            }
            throw new AssertionError("no property " + name);
        }
    }

    private static Loaded load(long memory, GuestProgram guest) throws ServerException {
        CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(1, memory, 10));
        cpu.reset(NONE);
        BoardLoader.check(guest, BASE, memory);
        return new Loaded(
                cpu.mainStorage(),
                BoardLoader.load(guest, cpu, BoardLoader.tree(guest, cpu, List.of())));
    }

    private static GuestProgram guest(byte[] image, byte[] initrd) {
        return new GuestProgram("guest", image, "quiet", SBI, initrd);
    }

    private static void assertRefused(long memory, GuestProgram guest, String... parts) {
        assertThatThrownBy(() -> load(memory, guest))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContainingAny("\n", "Exception", "null");
    }

    @Test
    void firmwareIsStartedAndToldOfTheKernel() throws ServerException {
        Loaded loaded = load(64L * MIB, guest(KERNEL, INITRD));
        assertThat(loaded.boot.entry()).isEqualTo(BASE);
        assertThat(loaded.read(BASE, SBI.length)).isEqualTo(SBI);
        long info = loaded.boot.argument();
        assertThat(info % 8).isZero();
        assertThat(loaded.number(info)).as("magic").isEqualTo(0x4942534f);
        assertThat(loaded.number(info + 8)).as("version").isEqualTo(2);
        assertThat(loaded.number(info + 16)).as("next address").isEqualTo(BASE + 2 * MIB);
        assertThat(loaded.number(info + 24)).as("next mode").isEqualTo(1);
        assertThat(loaded.number(info + 32)).as("options").isZero();
        assertThat(loaded.number(info + 40)).as("boot hart").isZero();
        assertThat(loaded.read(BASE + 2 * MIB, KERNEL.length)).isEqualTo(KERNEL);
    }

    @Test
    void theTreeTellsWhereTheInitialRamDiskIs() throws ServerException {
        Loaded loaded = load(64L * MIB, guest(KERNEL, INITRD));
        long start = loaded.property("linux,initrd-start");
        assertThat(start % MainStorage.PAGE_SIZE).isZero();
        assertThat(loaded.property("linux,initrd-end")).isEqualTo(start + INITRD.length);
        assertThat(loaded.read(start, INITRD.length)).isEqualTo(INITRD);
    }

    /** Firmware makes the tree longer in its place. */
    @Test
    void theTreeHasRoomAndLiesInOneLargePage() throws ServerException {
        Loaded loaded = load(64L * MIB + 4096, guest(KERNEL, INITRD));
        long tree = loaded.boot.tree();
        assertThat(tree % 8).isZero();
        assertThat(loaded.read(tree, 4)).containsExactly(0xd0, 0x0d, 0xfe, 0xed);
        long end = tree + ByteBuffer.wrap(loaded.read(tree, 8)).getInt(4);
        assertThat(end).isLessThan(BASE + 63 * MIB);
        assertThat(end / (2 * MIB)).isEqualTo(loaded.boot.argument() / (2 * MIB));
        assertThat(loaded.property("linux,initrd-end")).isLessThanOrEqualTo(loaded.boot.argument());
    }

    @Test
    void inALargeMemoryAllOfItIsInTheFirstGigabyte() throws ServerException {
        Loaded loaded = load(4096L * MIB, guest(KERNEL, INITRD));
        assertThat(loaded.boot.tree()).isBetween(0xBFE0_0000L, 0xBFFF_FFFFL);
        assertThat(loaded.property("linux,initrd-end")).isLessThan(loaded.boot.tree());
    }

    @Test
    void aCompressedKernelIsDecompressed() throws ServerException {
        Loaded loaded = load(64L * MIB, guest(KernelFile.gzip(KERNEL), NONE));
        assertThat(loaded.read(BASE + 2 * MIB, KERNEL.length)).isEqualTo(KERNEL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2 * MIB - 1, 2 * MIB})
    void aKernelIsNeverInTheRoomOfTheFirmware(long offset) throws ServerException {
        Loaded loaded = load(64L * MIB, guest(KernelFile.image(4096, offset, 4096), NONE));
        assertThat(loaded.number(loaded.boot.argument() + 16)).isEqualTo(BASE + 2 * MIB);
    }

    @Test
    void aKernelThatWantsToBeHigherIs() throws ServerException {
        Loaded loaded = load(64L * MIB, guest(KernelFile.image(4096, 4 * MIB + 1, 4096), NONE));
        assertThat(loaded.number(loaded.boot.argument() + 16)).isEqualTo(BASE + 6 * MIB);
    }

    @Test
    void anElfFileRunsInSupervisorModeToo() throws ServerException {
        byte[] file =
                new ElfFile().entry(BASE + 4 * MIB).segment(BASE + 4 * MIB, new byte[8]).bytes();
        Loaded loaded = load(64L * MIB, guest(file, NONE));
        assertThat(loaded.number(loaded.boot.argument() + 16)).isEqualTo(BASE + 4 * MIB);
    }

    @Test
    void anElfFileInTheRoomOfTheFirmware() {
        byte[] file = new ElfFile().segment(BASE, new byte[8]).bytes();
        assertRefused(64L * MIB, guest(file, NONE), "guest", "0x80000000", "outside");
    }

    /** 16 MiB: kernel to 6 MiB, tree from 14 MiB on, so 8 MiB for the initial RAM disk. */
    @Test
    void whatDoesNotFitCollides() throws ServerException {
        load(16L * MIB, guest(KERNEL, new byte[8 * MIB]));
        assertRefused(
                16L * MIB,
                guest(KERNEL, new byte[8 * MIB + 1]),
                "guest",
                "collides",
                "initial RAM disk",
                "more memory");
    }

    /** What the kernel clears by itself is not in the file and still in the way. */
    @Test
    void theSizeInTheHeaderCounts() {
        byte[] kernel = KernelFile.image(4096, 0, 30L * MIB);
        assertRefused(32L * MIB, guest(kernel, NONE), "guest", "more memory");
    }

    @Test
    void aKernelLargerThanMainStorage() {
        byte[] kernel = KernelFile.image(4096, 0, 64L * MIB);
        assertRefused(32L * MIB, guest(kernel, NONE), "guest", "67108864", "more memory");
        byte[] lies = KernelFile.image(4096, Long.MAX_VALUE, 4096);
        assertRefused(32L * MIB, guest(lies, NONE), "guest", "more memory");
    }

    @Test
    void aMemoryThatIsTooSmallForAnything() {
        assertRefused(2L * MIB, guest(KERNEL, NONE), "guest", "4 MiB", "more memory");
    }

    @Test
    void aCompressedFileThatIsNoKernel() {
        assertRefused(64L * MIB, guest(KernelFile.gzip(new byte[100]), NONE), "no Linux kernel");
    }

    @Test
    void aCompressedFileThatIsDamaged() {
        byte[] damaged = KernelFile.gzip(KERNEL);
        damaged[damaged.length - 5]++;
        assertRefused(64L * MIB, guest(damaged, NONE), "guest", "cannot be decompressed");
        byte[] half = Arrays.copyOf(damaged, damaged.length / 2);
        assertRefused(64L * MIB, guest(half, NONE), "guest", "cannot be decompressed");
    }

    @Test
    void aCompressedFileThatIsLargerThanMainStorage() {
        byte[] large = KernelFile.gzip(new byte[33 * MIB]);
        assertRefused(32L * MIB, guest(large, NONE), "larger than main storage", "more memory");
    }

    @Test
    void aKernelThatEfiHasToDecompress() {
        byte[] file = new byte[4096];
        System.arraycopy("MZ\0\0zimg".getBytes(), 0, file, 0, 8);
        assertRefused(64L * MIB, guest(file, NONE), "EFI", "Image.gz");
    }

    @Test
    void aKernelOfAnotherProcessorAndOrder() {
        byte[] foreign = new byte[4096];
        System.arraycopy("MZ".getBytes(), 0, foreign, 0, 2);
        assertRefused(64L * MIB, guest(foreign, NONE), "no Linux kernel for RISC-V");
        byte[] big = KERNEL.clone();
        big[24] = 1;
        assertRefused(64L * MIB, guest(big, NONE), "big endian");
    }

    @Test
    void firmwareThatIsAnElfFileOrTooLarge() {
        byte[] elf = ElfFile.program(0x13);
        assertRefused(
                64L * MIB,
                new GuestProgram("guest", KERNEL, "", elf, NONE),
                "SBI firmware",
                "fw_dynamic.bin");
        assertRefused(
                64L * MIB,
                new GuestProgram("guest", KERNEL, "", new byte[MIB + 1], NONE),
                "SBI firmware",
                "1 MiB");
    }

    @Test
    void aKernelOrAnInitialRamDiskWithoutFirmware() {
        assertRefused(64L * MIB, new GuestProgram("guest", KERNEL, ""), "kernel", "fw_dynamic.bin");
        assertRefused(
                64L * MIB,
                new GuestProgram("guest", ElfFile.program(0x13), "", NONE, INITRD),
                "initial RAM disk",
                "fw_dynamic.bin");
    }
}
