package ft.cpu.oracle;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * Interrupts that a stream may take.
 *
 * @param enabled bits of {@code mie} that it has to begin with, and that it may write
 * @param delegated {@code mideleg}
 * @param pending {@code mip} to begin with
 */
record Interrupts(int enabled, int delegated, int pending) {
    static final int SUPERVISOR = 0x222;

    private static final int SUPERVISOR_SOFTWARE = 1 << 1;
    private static final int MACHINE_SOFTWARE = 1 << 3;
    private static final int SUPERVISOR_TIMER = 1 << 5;
    private static final int MACHINE_TIMER = 1 << 7;
    private static final int SUPERVISOR_EXTERNAL = 1 << 9;

    /**
     * What may be enabled together for one mode: of several that are pending QEMU 7.2 takes the one
     * with the lowest number first, whatever the manual says, so in these sets that is right.
     */
    private static final List<Integer> TOGETHER =
            List.of(
                    MACHINE_SOFTWARE | MACHINE_TIMER | SUPERVISOR_EXTERNAL,
                    SUPERVISOR_SOFTWARE | SUPERVISOR_TIMER,
                    MACHINE_SOFTWARE | SUPERVISOR_TIMER,
                    SUPERVISOR_EXTERNAL,
                    0);

    /** None are taken. */
    static Interrupts none() {
        return new Interrupts(0, 0, 0);
    }

    static Interrupts random(Random random) {
        int machine = TOGETHER.get(random.nextInt(TOGETHER.size()));
        int delegated = TOGETHER.get(random.nextInt(TOGETHER.size())) & SUPERVISOR & ~machine;
        // What is delegated and not enabled does not come.
        int more = random.nextInt() & SUPERVISOR & ~machine;
        return new Interrupts(machine | delegated, delegated | more, random.nextInt() & SUPERVISOR);
    }

    /** Whether any may be taken. */
    boolean any() {
        return enabled != 0;
    }

    void write(ByteBuffer slot) {
        slot.putLong(Slot.MIE, enabled);
        slot.putLong(Slot.MIDELEG, delegated);
        slot.putLong(Slot.MIP, pending);
    }
}
