package ft.cpu.translate;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.Label;

/** Registers that are in local variables while a loop is written. */
final class KeptRegisters {
    /** The loop. */
    final Loops.Loop loop;

    /** Where its next round begins. */
    final Label again = new Label();

    /** Where the region is left from inside. */
    final Label leave = new Label();

    private final int firstLocal;
    private final SortedSet<Integer> written = new TreeSet<>();

    KeptRegisters(Loops.Loop loop, int firstLocal) {
        this.loop = loop;
        this.firstLocal = firstLocal;
    }

    /** Whether a register is one of them. */
    boolean holds(int register) {
        return loop.registers().contains(register);
    }

    /** Its local variable. */
    int local(int register) {
        return firstLocal + 2 * loop.registers().indexOf(register);
    }

    /** It is another one than in the hart's array from here on. */
    void write(int register) {
        written.add(register);
    }

    /** Those that have to be in the array when the loop is left; complete when it is written. */
    SortedSet<Integer> written() {
        return Collections.unmodifiableSortedSet(written);
    }
}
