package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.cpu.Asm;
import ft.cpu.translate.Heat;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    private static final int DATA_PAGE = 0x10;

    /** Whether they were few or many. */
    @ParameterizedTest
    @ValueSource(ints = {4, 1000})
    void whatIsTouchedIsNotedAfterPermissionsWereWithdrawn(int pages) {
        Asm program = new Asm().load(8, Asm.A4, Asm.A0, 0).store(8, Asm.A4, Asm.A0, 8);
        program.add(Asm.A0, Asm.A0, Asm.A2).branch(6, Asm.A0, Asm.A1, 0);
        program.add(Asm.A0, Asm.A3, Asm.ZERO).jump(0);
        int cycles = 4 * pages + 2;
        BitSet guarded = new BitSet();
        guarded.set(DATA_PAGE - 1);
        Integer[] touched =
                IntStream.range(DATA_PAGE, DATA_PAGE + pages).boxed().toArray(Integer[]::new);
        for (CpuEngine engine : CpuEngine.values()) {
            CpuDescription description =
                    new CpuDescription(
                            1, 16 << 20, Guest.CYCLES_PER_TICK, MainStorage.PAGE_SIZE, engine);
            Guest guest =
                    new Guest(new RiscvProcessor(new Heat(0, 1, 0)).create(description), program);
            guest.set("a0", Guest.DATA).set("a3", Guest.DATA).set("a2", MainStorage.PAGE_SIZE);
            guest.set("a1", Guest.DATA + (long) pages * MainStorage.PAGE_SIZE).run(cycles);
            guest.read();
            guest.written();
            for (int round = 0; round < 3; round++) {
                guest.run(cycles).cpu.guard(guarded);
                guest.cpu.unguardAll();
                for (int quantum = 0; quantum < 3; quantum++) {
                    guest.run(cycles);
                    assertThat(guest.read()).as(engine.name()).contains(touched);
                    assertThat(guest.written()).as(engine.name()).containsExactly(touched);
                }
            }
        }
    }

    @Test
    void loadsExtendAndStoresTruncate() {
        Asm program =
                new Asm()
                        .load(1, Asm.A2, Asm.A1, 7)
                        .loadUnsigned(1, Asm.A3, Asm.A1, 7)
                        .load(2, Asm.A4, Asm.A1, 6)
                        .loadUnsigned(4, Asm.A5, Asm.A1, 4)
                        .load(4, Asm.A0, Asm.A1, 4)
                        .store(2, Asm.A1, Asm.A1, 8);
        Guest guest = new Guest(program).set("a1", Guest.DATA);
        guest.doubleword(Guest.DATA, 0x8182838485868788L);
        guest.doubleword(Guest.DATA + 8, -1).run(6);
        assertThat(guest.get("a2")).isEqualTo((byte) 0x81);
        assertThat(guest.get("a3")).isEqualTo(0x81);
        assertThat(guest.get("a4")).isEqualTo((short) 0x8182);
        assertThat(guest.get("a5")).isEqualTo(0x81828384L);
        assertThat(guest.get("a0")).isEqualTo(0x81828384);
        assertThat(guest.doubleword(Guest.DATA + 8)).isEqualTo(0xffffffffffff0000L);
    }

    @Property(tries = 200)
    void misalignedAccessesWorkAcrossPages(
            @ForAll @IntRange(min = 4080, max = 4100) int offset,
            @ForAll @IntRange(min = 0, max = 3) int logSize,
            @ForAll long value) {
        int size = 1 << logSize;
        Asm program = new Asm().store(size, Asm.A2, Asm.A1, 0).load(size, Asm.A3, Asm.A1, 0);
        Guest guest = new Guest(program).set("a1", Guest.DATA + offset).set("a2", value).run(2);
        int unused = 64 - 8 * size;
        assertThat(guest.get("a3")).isEqualTo(value << unused >> unused);
        byte[] bytes = new byte[size + 2];
        guest.cpu.mainStorage().read(Guest.DATA + offset - 1, bytes, 0, bytes.length);
        for (int index = 0; index < size; index++) {
            assertThat(bytes[index + 1]).isEqualTo((byte) (value >>> 8 * index));
        }
        assertThat(bytes[0]).isZero();
        assertThat(bytes[size + 1]).isZero();
    }

    @Test
    void storageIsLazyAndChecked() {
        CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(1, 64L << 30, 10));
        cpu.reset(new byte[0]);
        MainStorage storage = cpu.mainStorage();
        long high = storage.base() + (50L << 30);
        assertThat(storage.isUntouched(storage.pageOf(high))).isTrue();
        byte[] data = {1, 2, 3};
        storage.write(high + 4094, data, 0, 3);
        byte[] back = new byte[3];
        storage.read(high + 4094, back, 0, 3);
        assertThat(back).containsExactly(1, 2, 3);
        assertThat(storage.isUntouched(storage.pageOf(high))).isFalse();
        assertThat(storage.isUntouched(storage.pageOf(high) + 1)).isFalse();
        assertThat(storage.isUntouched(storage.pageOf(high) + 2)).isTrue();
        assertThatThrownBy(() -> storage.read(0x1000, back, 0, 3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("0x1000");
        assertThatThrownBy(() -> storage.write(storage.base() + storage.size() - 2, data, 0, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Memory is used again after a reset, and nothing of what it held before is seen. */
    @Test
    void nothingOutlivesAReset() {
        CpuSubsystem cpu = Guest.create(1);
        cpu.reset(new byte[0]);
        MainStorage storage = cpu.mainStorage();
        byte[] full = new byte[3 * MainStorage.PAGE_SIZE];
        Arrays.fill(full, (byte) 7);
        storage.write(storage.addressOf(4), full, 0, full.length);
        byte[] before = storage.lend(5);

        cpu.reset(new byte[0]);

        for (int page = 0; page < storage.pages(); page++) {
            assertThat(storage.isUntouched(page)).isTrue();
            assertThat(storage.lend(page)).isNull();
        }
        storage.write(storage.addressOf(4) + 10, new byte[] {1}, 0, 1);
        byte[] expected = new byte[MainStorage.PAGE_SIZE];
        expected[10] = 1;
        assertThat(storage.lend(4)).isEqualTo(expected);
        full[20] = 9;
        storage.restore(storage.addressOf(8), full, 0, MainStorage.PAGE_SIZE);
        assertThat(storage.lend(8)).isEqualTo(Arrays.copyOf(full, MainStorage.PAGE_SIZE));
        storage.write(storage.addressOf(9), full, 0, MainStorage.PAGE_SIZE);
        assertThat(List.of(storage.lend(4), storage.lend(8), storage.lend(9)))
                .as("nothing is allocated for what there was room for before")
                .anyMatch(page -> page == before)
                .doesNotContain(full);
        storage.restore(storage.addressOf(10), full, 0, MainStorage.PAGE_SIZE);
        full[20] = 0;
        assertThat(storage.lend(10)[20]).as("a copy of its own").isEqualTo((byte) 9);
        assertThat(storage.lend(9)[20]).isEqualTo((byte) 9);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void codeThatACopiedPageReplacesIsExecutedAtOnce(boolean amongMany) {
        Guest guest = new Guest(new Asm().addi(Asm.A0, Asm.A0, 1).jump(0)).run(10);
        assertThat(guest.get("a0")).isEqualTo(5);
        byte[] page = new byte[MainStorage.PAGE_SIZE];
        byte[] code = new Asm().addi(Asm.A0, Asm.A0, 100).jump(0).toBytes();
        System.arraycopy(code, 0, page, 0, code.length);
        guest.copyIn(Guest.BASE, page, amongMany);
        assertThat(guest.run(2).get("a0")).isEqualTo(105);
    }

    /** As many as there are, of all kinds. */
    @Test
    void manyPagesAreRestoredAtOnce() {
        Guest guest = new Guest(new Asm().jump(0)).run(10);
        MainStorage storage = guest.cpu.mainStorage();
        Random random = new Random(5);
        int[] pages = random.ints(1, 256).distinct().limit(150).toArray();
        pages[70] = 0; // code
        byte[][] contents = new byte[pages.length + 1][MainStorage.PAGE_SIZE];
        Map<Integer, byte[]> expected = new HashMap<>();
        for (int i = 0; i < pages.length; i++) {
            if (i % 2 == 0) {
                storage.write(storage.addressOf(pages[i]), new byte[] {1}, 0, 1);
            }
            random.nextBytes(contents[i]);
            expected.put(pages[i], contents[i].clone());
        }
        guest.written();
        storage.restore(pages, contents, pages.length);
        Arrays.stream(contents).forEach(content -> Arrays.fill(content, (byte) 0));
        assertThat(guest.written()).containsExactlyElementsOf(new TreeSet<>(expected.keySet()));
        expected.forEach((page, content) -> assertThat(storage.lend(page)).isEqualTo(content));
        assertThatThrownBy(() -> storage.restore(new int[] {storage.pages()}, contents, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatACopyWritesIsNotedPageByPage() {
        Guest guest = new Guest(new Asm());
        MainStorage storage = guest.cpu.mainStorage();
        byte[] page = new byte[MainStorage.PAGE_SIZE];
        for (int turn = 0; turn < 2; turn++) {
            guest.written();
            for (int number : new int[] {3, 4, 70, 63, 64, 200}) {
                storage.restore(storage.addressOf(number), page, 0, page.length);
            }
            assertThat(guest.written()).as("turn %d", turn).containsExactly(3, 4, 63, 64, 70, 200);
            assertThat(guest.written()).isEmpty();
        }
    }

    @Test
    void readingDoesNotTouch() {
        Guest guest = new Guest(new Asm().load(8, Asm.A0, Asm.A1, 0)).set("a1", Guest.DATA).run(1);
        assertThat(guest.cpu.mainStorage().isUntouched(DATA_PAGE)).isTrue();
    }

    @Test
    void aPageThatWasReadAsZerosIsSeenOnceItIsWritten() {
        Asm program =
                new Asm()
                        .load(8, Asm.A0, Asm.A1, 0)
                        .store(8, Asm.A2, Asm.A1, 0)
                        .load(8, Asm.A3, Asm.A1, 0);
        Guest guest = new Guest(program).set("a1", Guest.DATA).set("a2", 9).set("a0", 1).run(3);
        assertThat(guest.get("a0")).isZero();
        assertThat(guest.get("a3")).isEqualTo(9);
    }

    @Test
    void checksumsAreTheOnesTheirNamesSay() {
        Guest guest = new Guest(new Asm()).doubleword(Guest.DATA, 0x123456789abcdefL);
        byte[] page = new byte[MainStorage.PAGE_SIZE];
        guest.cpu.mainStorage().read(Guest.DATA, page, 0, page.length);
        CRC32C crc32c = new CRC32C();
        crc32c.update(page);
        CRC32 crc32 = new CRC32();
        crc32.update(page);
        assertThat(guest.cpu.mainStorage().crc32c(Guest.DATA, 4096))
                .isEqualTo((int) crc32c.getValue());
        assertThat(guest.cpu.mainStorage().check(DATA_PAGE))
                .isEqualTo(crc32c.getValue() << 32 | crc32.getValue());
    }

    @Test
    void writtenPagesAreTakenOnceAndAscending() {
        Asm program =
                new Asm()
                        .lui(Asm.A3, 1)
                        .store(8, Asm.A2, Asm.A1, 0)
                        .add(Asm.A4, Asm.A1, Asm.A3)
                        .store(1, Asm.A2, Asm.A4, -1)
                        .store(1, Asm.A2, Asm.A4, 0)
                        .jump(1);
        Guest guest = new Guest(program).set("a1", Guest.DATA);
        guest.written();
        guest.run(100);
        assertThat(guest.written()).containsExactly(DATA_PAGE, DATA_PAGE + 1);
        assertThat(guest.written()).isEmpty();
        guest.run(100);
        assertThat(guest.written()).containsExactly(DATA_PAGE, DATA_PAGE + 1);
        guest.doubleword(Guest.DATA + 0x4ffc, 1);
        assertThat(guest.written()).containsExactly(DATA_PAGE + 4, DATA_PAGE + 5);
    }

    @Test
    void atomicsAndMisalignedStoresCountAsWrites() {
        Asm program =
                new Asm().amo(0, 8, Asm.A0, Asm.A2, Asm.A1).store(8, Asm.A2, Asm.A1, 0xffc - 0x800);
        Guest guest = new Guest(program).set("a1", Guest.DATA);
        guest.written();
        guest.run(1);
        assertThat(guest.written()).containsExactly(DATA_PAGE);
        guest.set("a1", Guest.DATA + 0x800).run(1);
        assertThat(guest.written()).containsExactly(DATA_PAGE, DATA_PAGE + 1);
    }

    @Test
    void readPagesAreLoadsAndFetches() {
        Guest guest = new Guest(new Asm().load(8, Asm.A0, Asm.A1, 0).jump(0));
        guest.set("a1", Guest.DATA).run(10);
        assertThat(guest.read()).contains(0, DATA_PAGE);
        guest.set("a1", Guest.DATA + 0x3000).run(10);
        assertThat(guest.read()).containsExactly(0, DATA_PAGE + 3);
    }

    @Test
    void aFlippedCellLeavesNoTraceButItsContent() {
        Guest guest = new Guest(new Asm().load(8, Asm.A0, Asm.A1, 0).jump(0));
        guest.set("a1", Guest.DATA).run(10);
        guest.written();
        long signature = guest.cpu.takeSignature();
        guest.cpu.flip(Guest.DATA + 1, 0x40);
        assertThat(guest.written()).isEmpty();
        guest.run(10);
        assertThat(guest.get("a0")).isEqualTo(0x4000);
        assertThat(guest.cpu.takeSignature()).isNotEqualTo(signature);
    }

    @Test
    void aFlippedInstructionIsExecuted() {
        Guest guest = new Guest(new Asm().addi(Asm.A0, Asm.A0, 1).jump(0)).run(10);
        assertThat(guest.get("a0")).isEqualTo(5);
        guest.cpu.flip(Guest.BASE + 2, 0x20);
        guest.run(2);
        assertThat(guest.get("a0")).isEqualTo(5 + 3);
    }

    @Test
    void codeThatChangesItselfIsExecutedAtOnce() {
        // The store replaces the instruction that follows it in the same block.
        Asm program =
                new Asm()
                        .store(4, Asm.A2, Asm.A1, 0)
                        .addi(Asm.A0, Asm.A0, 1)
                        .addi(Asm.A0, Asm.A0, 1);
        int replacement = Asm.i(0x13, 0, Asm.A0, Asm.A0, 100);
        Guest guest = new Guest(program).set("a1", Guest.BASE + 4).set("a2", replacement).run(3);
        assertThat(guest.get("a0")).isEqualTo(101);
        assertThat(guest.cpu.retired()).isEqualTo(3);
    }

    @Test
    void anInstructionAcrossPagesFollowsChangesOfItsSecondHalf() {
        byte[] code = new Asm().addi(Asm.A0, Asm.A0, 1).word(0x0000a001).toBytes();
        Guest guest = new Guest(new Asm());
        long at = Guest.DATA + 0xffe;
        guest.cpu.mainStorage().write(at, code, 0, 6);
        guest.set("pc", at).run(1);
        assertThat(guest.get("a0")).isEqualTo(1);
        assertThat(guest.pc()).isEqualTo(at + 4);
        guest.cpu.mainStorage().write(at + 3, new byte[] {0x7f}, 0, 1);
        guest.set("pc", at).run(1);
        assertThat(guest.get("a0")).isEqualTo(1 + 0x7f1);
        assertThat(guest.read()).contains(DATA_PAGE, DATA_PAGE + 1);
    }

    @Test
    void dataBesideCodeIsWrittenWithoutHarm() {
        Asm program =
                new Asm()
                        .addi(Asm.A0, Asm.A0, 1)
                        .store(8, Asm.A0, Asm.A1, 0)
                        .load(8, Asm.A2, Asm.A1, 0)
                        .jump(0);
        Guest guest = new Guest(program).set("a1", Guest.BASE + 0x100).run(4000);
        assertThat(guest.get("a2")).isEqualTo(1000);
    }

    @Test
    void theSignatureKnowsOrderAddressDataAndDirection() {
        Asm two = new Asm().store(8, Asm.A2, Asm.A1, 0).store(8, Asm.A3, Asm.A1, 8);
        Asm swapped = new Asm().store(8, Asm.A3, Asm.A1, 8).store(8, Asm.A2, Asm.A1, 0);
        long signature = signature(two, 1);
        assertThat(signature(two, 1)).isEqualTo(signature);
        assertThat(signature(swapped, 1)).isNotEqualTo(signature);
        assertThat(signature(two, 1L << 63)).isNotEqualTo(signature);
        assertThat(signature(two, 1L << 63)).isNotEqualTo(signature(two, 0));
        Asm load = new Asm().load(8, Asm.A2, Asm.A1, 0).word(Asm.NOP);
        Asm store = new Asm().store(8, Asm.A0, Asm.A1, 0).word(Asm.NOP);
        assertThat(signature(load, 0)).isNotEqualTo(signature(store, 0));
    }

    private static long signature(Asm program, long value) {
        Guest guest = new Guest(program).set("a1", Guest.DATA).set("a2", value).set("a3", value);
        guest.run(2);
        return guest.cpu.takeSignature();
    }

    @Test
    void theBootRomIsShadowedAndRunAtReset() {
        CpuSubsystem cpu = Guest.create(2);
        cpu.reset(new Asm().addi(Asm.A0, Asm.A0, 7).load(4, Asm.A1, Asm.A2, 0).jump(2).toBytes());
        cpu.setRegister(0, "x12", BoardMap.ROM_BASE);
        cpu.setRegister(1, "x12", BoardMap.ROM_BASE);
        cpu.run(4096);
        assertThat(cpu.register(0, "a0")).isEqualTo(7);
        assertThat(cpu.register(1, "a1")).isEqualTo(0x00750513);
    }

    @Test
    void aTooLongRomAndImpossibleMachinesAreRefused() {
        assertThatThrownBy(() -> Guest.create(1).reset(new byte[0xf001]))
                .hasMessage("a boot ROM has at most 61440 bytes, and this one has 61441");
        assertThatThrownBy(() -> Guest.create(5)).hasMessageContaining("1 to 4 harts, not 5");
        assertThatThrownBy(
                        () -> new RiscvProcessor().create(new CpuDescription(1, (1 << 20) + 1, 10)))
                .hasMessageContaining("multiple of 4096");
    }
}
