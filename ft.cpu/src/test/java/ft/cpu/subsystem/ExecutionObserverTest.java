package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.ExecutionView;
import ft.api.cpu.RunExit;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import ft.cpu.Asm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whoever looks sees everything once and changes nothing. */
class ExecutionObserverTest {
    /** Notes what it is told. */
    private static class Recorder implements ExecutionObserver {
        final List<String> told = new ArrayList<>();
        final List<Long> clocks = new ArrayList<>();
        Set<ExecutionEvent> interests;
        int resumed;

        Recorder(ExecutionEvent... interests) {
            this.interests = Set.of(interests);
        }

        @Override
        public Set<ExecutionEvent> interests() {
            return interests;
        }

        @Override
        public void resumed(ExecutionView view) {
            resumed++;
        }

        @Override
        public void instruction(ExecutionView view, int hart, long pc) {
            clocks.add(view.clock());
            told.add(String.format("%d: %x", hart, pc - Guest.BASE));
            assertThat(view.register(hart, "pc")).isEqualTo(pc);
        }

        @Override
        public void access(
                long clock,
                int hart,
                boolean store,
                long address,
                long physical,
                int size,
                long value) {
            told.add(
                    String.format(
                            "%d: %s %x %x %d %x",
                            clock, store ? "store" : "load", address, physical, size, value));
        }

        @Override
        public void trap(
                long clock, int hart, long pc, long cause, long value, boolean supervisor) {
            told.add(
                    String.format(
                            "%d: trap %x %x %x %b",
                            clock, pc - Guest.BASE, cause, value, supervisor));
        }
    }

    /** Looks at everything that it can, and changes its mind all the time. */
    private static final class Fickle implements ExecutionObserver {
        private final Random random;
        private Set<ExecutionEvent> interests = Set.of();
        private final byte[] memory = new byte[64];

        Fickle(long seed) {
            random = new Random(seed);
        }

        @Override
        public Set<ExecutionEvent> interests() {
            if (random.nextInt(50) == 0) {
                EnumSet<ExecutionEvent> some = EnumSet.noneOf(ExecutionEvent.class);
                for (ExecutionEvent event : ExecutionEvent.values()) {
                    if (random.nextBoolean()) {
                        some.add(event);
                    }
                }
                interests = some;
            }
            return interests;
        }

        @Override
        public void resumed(ExecutionView view) {
            look(view);
        }

        @Override
        public void instruction(ExecutionView view, int hart, long pc) {
            look(view);
        }

        private void look(ExecutionView view) {
            for (int hart = 0; hart < view.harts(); hart++) {
                for (String name : view.registerNames()) {
                    view.register(hart, name);
                }
                view.privilege(hart);
                view.isWaiting(hart);
                view.translate(hart, random.nextLong());
            }
            view.peek(Guest.BASE + random.nextInt(Guest.MEMORY), memory, 0, memory.length);
            view.peek(BoardMap.ROM_BASE + random.nextInt(0x10000), memory, 0, memory.length);
        }
    }

    @Property(tries = 20)
    void whoLooksChangesNothing(@ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        CpuSubsystem observed = DeterminismTest.contention(harts).cpu;
        observed.observe(new Fickle(seed));
        Random random = new Random(seed);
        assertThat(DeterminismTest.history(observed, random, random))
                .isEqualTo(
                        DeterminismTest.history(DeterminismTest.contention(harts).cpu, null, null));
    }

    @Property(tries = 10)
    void everyInstructionIsToldOnceAndHasItsOwnClock(
            @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        CpuSubsystem cpu = DeterminismTest.contention(harts).cpu;
        Recorder recorder = new Recorder(ExecutionEvent.INSTRUCTION);
        cpu.observe(recorder);
        Random random = new Random(seed);
        DeterminismTest.history(cpu, random, random);
        assertThat(recorder.clocks).isSorted();
        assertThat(Set.copyOf(recorder.clocks)).hasSameSizeAs(recorder.clocks);
        assertThat((long) recorder.told.size()).isEqualTo(cpu.retired());
        assertThat(recorder.resumed).isGreaterThan(DeterminismTest.QUANTA);
    }

    @Test
    void accessesAreToldWithTheirValuesEvenIfTheyWouldHitTheTlb() {
        Asm program = new Asm();
        program.store(8, Asm.A1, Asm.A0, 0);
        program.store(8, Asm.A1, Asm.A0, 8);
        program.load(4, Asm.A2, Asm.A0, 8);
        program.load(8, Asm.A2, Asm.A0, -4);
        program.amo(0, 8, Asm.A2, Asm.A1, Asm.A0);
        Guest guest = new Guest(program);
        guest.set("a0", Guest.DATA).set("a1", -2);
        Recorder recorder = new Recorder(ExecutionEvent.ACCESS);
        guest.cpu.observe(recorder);
        guest.run(5);
        String at = Long.toHexString(Guest.DATA);
        String eight = Long.toHexString(Guest.DATA + 8);
        String split = Long.toHexString(Guest.DATA - 4);
        assertThat(recorder.told)
                .containsExactly(
                        "0: store " + at + " " + at + " 8 fffffffffffffffe",
                        "1: store " + eight + " " + eight + " 8 fffffffffffffffe",
                        "2: load " + eight + " " + eight + " 4 fffffffe",
                        "3: load " + split + " " + split + " 8 fffffffe00000000",
                        "4: load " + at + " " + at + " 8 fffffffffffffffe",
                        "4: store " + at + " " + at + " 8 fffffffffffffffc");
    }

    @Test
    void aReadOfADeviceIsToldOnceWithItsData() {
        Asm program = new Asm().load(4, Asm.A2, Asm.A0, 0).word(Asm.NOP);
        Guest guest = new Guest(program);
        guest.set("a0", BoardMap.UART_BASE);
        Recorder recorder = new Recorder(ExecutionEvent.INSTRUCTION, ExecutionEvent.DEVICE_ACCESS);
        guest.cpu.observe(recorder);
        assertThat(guest.cpu.run(2)).isEqualTo(RunExit.IO_READ);
        guest.cpu.complete(0x1234_5678_9abcL);
        assertThat(guest.cpu.run(2)).isEqualTo(RunExit.BOUNDARY);
        assertThat(recorder.told)
                .containsExactly("0: 0", "0: load 10000000 10000000 4 56789abc", "0: 4");
    }

    @Test
    void devicesAndTrapsAreToldAtFullSpeed() {
        Asm program = new Asm();
        program.load(8, Asm.A2, Asm.A0, 0);
        program.load(8, Asm.A2, Asm.A1, 0);
        program.word(Asm.ECALL);
        Guest guest = new Guest(program);
        guest.set("a0", BoardMap.CLINT_BASE + 0xbff8).set("a1", Guest.DATA);
        guest.set("mtvec", Guest.BASE + 0x40);
        Recorder recorder = new Recorder(ExecutionEvent.DEVICE_ACCESS, ExecutionEvent.TRAP);
        guest.cpu.observe(recorder);
        guest.run(3);
        assertThat(recorder.told)
                .containsExactly("0: load 200bff8 200bff8 8 0", "2: trap 8 b 0 false");
    }

    @Test
    void anObserverCanWriteBetweenInstructions() {
        Asm program = new Asm().word(Asm.NOP).load(8, Asm.A2, Asm.A0, 0).word(Asm.NOP);
        Guest guest = new Guest(program);
        guest.set("a0", Guest.DATA);
        guest.cpu.observe(
                new Recorder(ExecutionEvent.INSTRUCTION) {
                    @Override
                    public void instruction(ExecutionView view, int hart, long pc) {
                        super.instruction(view, hart, pc);
                        if (pc == Guest.BASE) {
                            assertThat(view.poke(Guest.DATA, new byte[] {7, 1}, 0, 2)).isTrue();
                            assertThat(view.poke(BoardMap.ROM_BASE, new byte[2], 0, 2)).isFalse();
                            view.setRegister(hart, "a7", 5);
                        }
                    }
                });
        guest.run(3);
        assertThat(guest.get("a2")).isEqualTo(0x107);
        assertThat(guest.get("a7")).isEqualTo(5);
        assertThat(guest.written()).contains(16);
    }

    @Test
    void registersAreNotToBeHadInTheMiddleOfAnInstruction() {
        Asm program = new Asm().load(8, Asm.A2, Asm.A0, 0);
        Guest guest = new Guest(program);
        guest.set("a0", Guest.DATA);
        guest.cpu.observe(
                new Recorder(ExecutionEvent.ACCESS) {
                    @Override
                    public void access(
                            long clock,
                            int hart,
                            boolean store,
                            long address,
                            long physical,
                            int size,
                            long value) {
                        guest.cpu.register(hart, "a2");
                    }
                });
        assertThatThrownBy(() -> guest.run(1)).hasMessageContaining("in the middle");
    }
}
