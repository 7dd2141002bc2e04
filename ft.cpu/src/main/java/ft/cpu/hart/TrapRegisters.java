package ft.cpu.hart;

import ft.cpu.context.ContextFields;

/** What a mode that takes traps has for it: vector, cause, and where the trap came from. */
final class TrapRegisters {
    private static final long VECTORED = 1;
    private static final long RESERVED_MODE = 2;

    /** The letter with which the names of these CSRs begin. */
    final char letter;

    long vector;
    long scratch;
    long exceptionPc;
    long cause;
    long trapValue;

    TrapRegisters(char letter) {
        this.letter = letter;
    }

    void reset() {
        vector = 0;
        scratch = 0;
        exceptionPc = 0;
        cause = 0;
        trapValue = 0;
    }

    /** Writes the trap vector; a reserved mode leaves the mode as it was. */
    void writeVector(long value) {
        long mode = (value & RESERVED_MODE) != 0 ? vector & 3 : value & 3;
        vector = value & ~3L | mode;
    }

    void writeExceptionPc(long value) {
        exceptionPc = value & ~1L;
    }

    /** Where exceptions go. */
    long base() {
        return vector & ~3L;
    }

    /** Where an interrupt goes. */
    long handler(Interrupt interrupt) {
        return base() + ((vector & VECTORED) != 0 ? 4L * interrupt.code : 0);
    }

    void enter(long at, long newCause, long newTrapValue) {
        exceptionPc = at;
        cause = newCause;
        trapValue = newTrapValue;
    }

    void context(ContextFields fields) {
        vector = fields.number(vector);
        scratch = fields.number(scratch);
        exceptionPc = fields.number(exceptionPc);
        cause = fields.number(cause);
        trapValue = fields.number(trapValue);
    }
}
