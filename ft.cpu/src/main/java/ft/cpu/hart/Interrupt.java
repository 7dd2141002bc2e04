package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** Interrupts; the code is the bit in {@code mip} and {@code mie}. */
enum Interrupt {
    SUPERVISOR_SOFTWARE(1),
    SOFTWARE(3),
    SUPERVISOR_TIMER(5),
    TIMER(7),
    SUPERVISOR_EXTERNAL(9),
    EXTERNAL(11);

    /** The order in which simultaneous interrupts of one mode are taken. */
    static final ImmutableList<Interrupt> BY_PRIORITY =
            ImmutableList.of(
                    EXTERNAL,
                    SOFTWARE,
                    TIMER,
                    SUPERVISOR_EXTERNAL,
                    SUPERVISOR_SOFTWARE,
                    SUPERVISOR_TIMER);

    /** Those of supervisor mode, which can be delegated to it. */
    static final long SUPERVISOR =
            SUPERVISOR_SOFTWARE.bit() | SUPERVISOR_TIMER.bit() | SUPERVISOR_EXTERNAL.bit();

    /** All bits in {@code mie} that can be set. */
    static final long ALL = SUPERVISOR | SOFTWARE.bit() | TIMER.bit() | EXTERNAL.bit();

    final int code;

    Interrupt(int code) {
        this.code = code;
    }

    long bit() {
        return 1L << code;
    }
}
