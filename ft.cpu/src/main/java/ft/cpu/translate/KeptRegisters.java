package ft.cpu.translate;

import java.util.List;
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
    private final TreeSet<Integer> written = new TreeSet<>();

    KeptRegisters(Loops.Loop loop, int firstLocal) {
        this.loop = loop;
        this.firstLocal = firstLocal;
    }

    /** Its local variable, or -1 if it is not kept. */
    int local(int register) {
        int index = loop.registers().indexOf(register);
        return index < 0 ? -1 : firstLocal + 2 * index;
    }

    /** It is another one than in the hart's array from here on. */
    void write(int register) {
        written.add(register);
    }

    /** Those that have to be in the array when the loop is left; complete when it is written. */
    List<Integer> written() {
        return List.copyOf(written);
    }
}
