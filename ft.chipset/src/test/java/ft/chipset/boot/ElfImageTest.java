package ft.chipset.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ft.api.board.BoardMap;
import ft.api.server.ServerException;
import ft.guest.BundledGuests;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right ELF files are read; each kind of wrong one gives one sentence that names it. */
class ElfImageTest {
    private static final String NAME = "guest.elf";
    private static final long BASE = BoardMap.DRAM_BASE;
    private static final long MEMORY = 8 << 20;
    private static final byte[] LEDGER = new BundledGuests().image("ledger").orElseThrow();

    private static byte[] simple() {
        return ElfFile.program(0x13, 0x6f);
    }

    private static byte[] changed(int at, int... bytes) {
        byte[] file = simple();
        for (int i = 0; i < bytes.length; i++) {
            file[at + i] = (byte) bytes[i];
        }
        return file;
    }

    private static ProgramImage load(byte[] file) throws ServerException {
        ProgramImage image = ElfImage.parse(NAME, file);
        image.requireFit(NAME, BASE, MEMORY);
        return image;
    }

    /** One sentence: names the file, tells what is wrong, one line, no class names in it. */
    private static void assertSentence(byte[] file, String... parts) {
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith(NAME)
                .message()
                .satisfies(message -> assertThat(parts).allMatch(message::contains))
                .doesNotContain("\n", "Exception", "null");
    }

    @Test
    void aProgramIsRead() throws ServerException {
        ProgramImage image = load(simple());
        assertThat(image.entry()).isEqualTo(BASE);
        assertThat(image.segments()).hasSize(1);
        assertThat(image.segments().get(0).address()).isEqualTo(BASE);
        assertThat(image.segments().get(0).content()).containsExactly(0x13, 0, 0, 0, 0x6f, 0, 0, 0);
        assertThat(image.segments().get(0).size()).isEqualTo(8);
    }

    @Test
    void theBundledGuestsAreRead() throws ServerException {
        for (String name : new BundledGuests().programs().keySet()) {
            if (!name.equals("firmware")) {
                ProgramImage image = load(new BundledGuests().image(name).orElseThrow());
                assertThat(image.segments()).as(name).isNotEmpty();
            }
        }
    }

    @Test
    void aSegmentOverlapsWhatItHasMemoryIn() throws ServerException {
        ProgramImage image = load(new ElfFile().segment(BASE, new byte[4], 4, 0x1000).bytes());
        assertThat(image.overlaps(BASE + 0xfff, BASE + 0x2000)).isTrue();
        assertThat(image.overlaps(BASE + 0x1000, BASE + 0x2000)).isFalse();
        assertThat(image.overlaps(BASE - 0x1000, BASE)).isFalse();
        assertThat(image.overlaps(BASE - 0x1000, BASE + 1)).isTrue();
    }

    @Test
    void segmentsWithoutMemoryAreLeftOut() throws ServerException {
        byte[] file = new ElfFile().segment(0, new byte[0]).segment(BASE, new byte[4]).bytes();
        assertThat(load(file).segments()).hasSize(1);
    }

    // Foreign files

    @Test
    void anEmptyFile() {
        assertSentence(new byte[0], "no ELF file");
    }

    @Test
    void aShellScript() {
        assertSentence("#!/bin/sh\necho hello\n".getBytes(), "no ELF file", "bare-metal");
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "5, 2"})
    void aFileOf32BitOrBigEndian(int at, int value) {
        assertSentence(changed(at, value), "no 64 bit little endian ELF file", "RV64");
    }

    @Test
    void aFileForAnotherProcessor() {
        assertSentence(changed(18, 62, 0), "another processor", "62", "RISC-V");
    }

    @Test
    void aPositionIndependentFile() {
        assertSentence(changed(16, 3, 0), "fixed addresses", "without PIE");
    }

    @Test
    void anObjectFile() {
        assertSentence(changed(16, 1, 0), "fixed addresses");
    }

    @Test
    void aFileWithNothingToLoad() {
        assertSentence(new ElfFile().bytes(), "nothing to load");
    }

    // Truncated files

    @Test
    void aFileThatEndsAnywhere() {
        byte[] file = simple();
        for (int length = 0; length < file.length; length++) {
            assertSentence(Arrays.copyOf(file, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 18, 40, 63, 64, 100, 119, 120, 127})
    void aTruncatedFileIsSaidToBeTruncated(int length) {
        assertSentence(Arrays.copyOf(simple(), length), "truncated");
    }

    // Headers that lie

    @ParameterizedTest
    @ValueSource(longs = {9, 0x7fff_fff0L, 0x7fff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, -1})
    void aSegmentThatClaimsMoreThanTheFileHas(long fileSize) {
        byte[] file =
                new ElfFile().segment(BASE, new byte[8], fileSize, fileSize | 1 << 20).bytes();
        assertSentence(file);
    }

    @Test
    void aSegmentWithMoreContentThanMemory() {
        byte[] file = new ElfFile().segment(BASE, new byte[8], 8, 4).bytes();
        assertSentence(file, "segment", "0x80000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x1000, BASE - 8, BASE - 4, BASE + MEMORY - 4, BASE + MEMORY, -8})
    void aSegmentOutsideMainStorage(long address) {
        byte[] file = new ElfFile().segment(address, new byte[8]).bytes();
        assertSentence(file, "segment", "outside main storage", "link it there");
    }

    @ParameterizedTest
    @ValueSource(longs = {MEMORY + 1, Long.MAX_VALUE, Long.MAX_VALUE - BASE})
    void aSegmentLargerThanMainStorage(long size) {
        byte[] file = new ElfFile().segment(BASE, new byte[8], 8, size).bytes();
        assertSentence(file, "segment", "outside main storage", "more memory");
    }

    @Test
    void aSegmentMayFillMainStorage() throws ServerException {
        assertThat(load(new ElfFile().segment(BASE, new byte[8], 8, MEMORY).bytes()).segments())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, BASE - 2, BASE + MEMORY, -2, Long.MIN_VALUE})
    void anEntryOutsideMainStorage(long entry) {
        byte[] file = new ElfFile().entry(entry).segment(BASE, new byte[8]).bytes();
        assertSentence(file, "entry", "outside main storage");
    }

    @Test
    void segmentsThatOverlap() {
        byte[] file =
                new ElfFile()
                        .segment(BASE, new byte[8], 8, 0x100)
                        .segment(BASE + 0x80, new byte[8])
                        .bytes();
        assertSentence(file, "overlap", "0x80000000", "0x80000080");
    }

    @Test
    void segmentsMayTouch() throws ServerException {
        byte[] file =
                new ElfFile().segment(BASE + 8, new byte[8]).segment(BASE, new byte[8]).bytes();
        assertThat(load(file).segments()).hasSize(2);
    }

    // Anything

    /** Whatever is changed in a real file: it is read, or one sentence says why not. */
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void aDamagedFileGivesNothingButASentence(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
        Random random = new Random(seed);
        byte[] file = LEDGER.clone();
        for (int i = 0; i < changes; i++) {
            // mostly where the headers are
            int at = random.nextInt(random.nextInt(4) == 0 ? file.length : 64 + 8 * 56);
            file[at] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
        }
        if (random.nextInt(8) == 0) {
            file = Arrays.copyOf(file, random.nextInt(file.length));
        }
        byte[] damaged = file;
        Throwable thrown = catchThrowable(() -> load(damaged));
        if (thrown != null) {
            assertThat(thrown)
                    .isExactlyInstanceOf(ServerException.class)
                    .hasMessageStartingWith(NAME);
            assertThat(thrown.getMessage()).doesNotContain("\n", "Exception");
        } else {
            ProgramImage image = loaded(damaged);
            int content = image.segments().stream().mapToInt(s -> s.content().length).sum();
            assertThat(content).as("bytes held").isLessThanOrEqualTo(damaged.length);
        }
    }

    private static ProgramImage loaded(byte[] file) {
        try {
            return load(file);
        } catch (ServerException e) {
            throw new IllegalStateException(e);
        }
    }
}
