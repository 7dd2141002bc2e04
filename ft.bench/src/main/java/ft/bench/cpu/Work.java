package ft.bench.cpu;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of work that the guest laps knows. */
enum Work {
    MIX("lists, text, small matrices, check sums: what programs do all day"),
    MATRIX("product of whole numbers, 64 x 64"),
    CRC("a check sum bit by bit"),
    CALLS("recursion, and calls through pointers"),
    SWITCH("an interpreter: a jump through a table for each of its steps"),
    CHASE("from pointer to pointer through 4 MiB, in no order"),
    SIEVE("primes below a million, in bytes"),
    COPY("setting, copying and comparing 1 MiB"),
    NBODY("floating point: five bodies, with roots and divisions"),
    LINEAR("floating point: 100 equations by elimination"),
    ATOMIC("locks and counters that nobody contends for"),
    TRAPS("ECALL, a handler that reads and writes CSRs, MRET"),
    PAGING("loads and stores under Sv39 in 8 MiB at random, with fences"),
    IO("a register of a device, again and again");

    /** Those that are measured against QEMU; how fast a device answers is another matter. */
    static final Set<Work> COMPUTING = Collections.unmodifiableSet(EnumSet.range(MIX, PAGING));

    private final String about;

    Work(String about) {
        this.about = about;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String about() {
        return about;
    }
}
