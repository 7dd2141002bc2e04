package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** Interrupts of machine mode; the code is the bit in {@code mip} and {@code mie}. */
enum Interrupt {
    SOFTWARE(3),
    TIMER(7),
    EXTERNAL(11);

    /** The order in which simultaneous interrupts are taken. */
    static final ImmutableList<Interrupt> BY_PRIORITY = ImmutableList.of(EXTERNAL, SOFTWARE, TIMER);

    /** All bits in {@code mie} that can be set. */
    static final long ALL = SOFTWARE.bit() | TIMER.bit() | EXTERNAL.bit();

    final int code;

    Interrupt(int code) {
        this.code = code;
    }

    long bit() {
        return 1L << code;
    }
}
