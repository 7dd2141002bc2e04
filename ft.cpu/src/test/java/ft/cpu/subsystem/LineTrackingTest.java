package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.cpu.Asm;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes tracked by lines of 64 bytes (spec K1, K3, K4). */
class LineTrackingTest {
    private static final int DATA_LINE = 0x10000 / 64;

    @Test
    void writtenLinesAreTakenOnceAndAscending() {
        Asm program =
                new Asm()
                        .store(8, Asm.A2, Asm.A1, 64)
                        .store(1, Asm.A2, Asm.A1, 63)
                        .store(8, Asm.A2, Asm.A1, 188) // misaligned, in two lines
                        .store(4, Asm.A2, Asm.A1, 124)
                        .jump(0);
        Guest guest = Guest.tracingLines(program).set("a1", Guest.DATA);
        guest.written();
        guest.run(100);
        assertThat(guest.written())
                .containsExactly(DATA_LINE, DATA_LINE + 1, DATA_LINE + 2, DATA_LINE + 3);
        assertThat(guest.written()).isEmpty();
        guest.run(100);
        assertThat(guest.written()).hasSize(4);
    }

    @Test
    void aLineBesideOneThatIsInUseIsSeen() {
        Guest guest =
                Guest.tracingLines(
                        new Asm().store(8, Asm.A2, Asm.A1, 0).addi(Asm.A1, Asm.A1, 64).jump(0));
        guest.set("a1", Guest.DATA);
        guest.written();
        guest.run(3 * 200);
        assertThat(guest.written()).hasSize(200);
    }

    @Test
    void deviceDataAndAtomicsCount() {
        Guest guest =
                Guest.tracingLines(
                        new Asm()
                                .amo(0, 8, Asm.A0, Asm.A2, Asm.A1)
                                .lr(8, Asm.A0, Asm.A3)
                                .sc(8, Asm.A0, Asm.A2, Asm.A3));
        guest.set("a1", Guest.DATA).set("a3", Guest.DATA + 0x400);
        guest.written();
        guest.run(3);
        assertThat(guest.written()).containsExactly(DATA_LINE, DATA_LINE + 16);
        guest.cpu.mainStorage().write(Guest.DATA + 60, new byte[4096], 0, 4096);
        assertThat(guest.written()).hasSize(65).first().isEqualTo(DATA_LINE);
    }

    @Test
    void readLinesAreLoadsAndInstructions() {
        Guest guest = Guest.tracingLines(new Asm().load(8, Asm.A0, Asm.A1, 128).jump(0));
        guest.set("a1", Guest.DATA).run(10);
        assertThat(guest.read()).containsExactly(0, DATA_LINE + 2);
        guest.run(10);
        assertThat(guest.read()).as("in the next quantum again").containsExactly(0, DATA_LINE + 2);
    }

    /** A flipped instruction is a difference that nobody wrote (K3). */
    @Test
    void theLineOfEveryExecutedInstructionIsRead() {
        Asm program = new Asm();
        while (program.here() < 40) {
            program.word(Asm.NOP);
        }
        program.jump(0); // the third line
        Guest guest = Guest.tracingLines(program).run(1000);
        assertThat(guest.read()).containsExactly(0, 1, 2);
        guest.run(1000);
        assertThat(guest.read()).containsExactly(0, 1, 2);
    }

    /** Lines are told more exactly than pages, and nothing else is different. */
    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            names = {"MIXTURE", "QUICKSORT", "PAGES"})
    void linesAndPagesTellTheSameOfTheSameMachine(Workload workload) {
        try (CpuSubsystem pages = workload.start(1);
                CpuSubsystem lines = workload.start(1, new CpuDescription(1, 16 << 20, 10, 64))) {
            for (int quantum = 0; quantum < 20; quantum++) {
                byte[][] before = contents(lines);
                pages.run(pages.clock() + Workload.QUANTUM);
                lines.run(lines.clock() + Workload.QUANTUM);
                assertThat(lines.takeSignature()).isEqualTo(pages.takeSignature());
                TreeSet<Integer> writtenLines = new TreeSet<>();
                TreeSet<Integer> pagesOfLines = new TreeSet<>();
                lines.takeWritten(
                        line -> {
                            writtenLines.add(line);
                            pagesOfLines.add(line / 64);
                        });
                TreeSet<Integer> writtenPages = new TreeSet<>();
                pages.takeWritten(writtenPages::add);
                assertThat(pagesOfLines).isEqualTo(writtenPages);
                TreeSet<Integer> readPagesOfLines = new TreeSet<>();
                lines.takeRead(line -> readPagesOfLines.add(line / 64));
                TreeSet<Integer> readPages = new TreeSet<>();
                pages.takeRead(readPages::add);
                assertThat(readPagesOfLines).isEqualTo(readPages);
                assertChangesAreTold(before, contents(lines), writtenLines);
            }
            assertThat(Guest.state(lines)).isEqualTo(Guest.state(pages));
        }
    }

    private static byte[][] contents(CpuSubsystem cpu) {
        byte[][] contents = new byte[cpu.mainStorage().pages()][];
        for (int page = 0; page < contents.length; page++) {
            contents[page] = new byte[4096];
            cpu.mainStorage().read(cpu.mainStorage().addressOf(page), contents[page], 0, 4096);
        }
        return contents;
    }

    private static void assertChangesAreTold(
            byte[][] before, byte[][] after, TreeSet<Integer> written) {
        for (int page = 0; page < before.length; page++) {
            for (int line = 0; line < 64; line++) {
                int from = line * 64;
                boolean changed =
                        !java.util.Arrays.equals(
                                before[page], from, from + 64, after[page], from, from + 64);
                assertThat(!changed || written.contains(page * 64 + line))
                        .as("line %d of page %d", line, page)
                        .isTrue();
            }
        }
    }
}
