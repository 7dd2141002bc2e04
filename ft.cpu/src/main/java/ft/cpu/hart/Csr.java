package ft.cpu.hart;

/**
 * A control and status register. Number and name are those of the privileged manual; the number
 * says who may access it and whether it can be written.
 *
 * @param number 12 bits
 * @param name as assemblers know it
 * @param reader gives its value
 * @param writer takes a new value and keeps what is legal of it
 * @param base gives what setting or clearing bits starts from, which is the value nearly always
 * @param condition whether it may be accessed now, beside what the number says
 * @param isView whether it is part of another one, and no state of its own
 */
record Csr(
        int number,
        String name,
        Reader reader,
        Writer writer,
        Reader base,
        Condition condition,
        boolean isView) {
    /** Takes no value: every bit is read-only. */
    static final Writer IGNORE = (hart, value) -> {};

    private static final Condition ALWAYS = hart -> true;

    /** Gives the value of a CSR. */
    @FunctionalInterface
    interface Reader {
        long read(Hart hart);
    }

    /** Takes a new value of a CSR. */
    @FunctionalInterface
    interface Writer {
        void write(Hart hart, long value);
    }

    /** Whether a CSR may be accessed as a hart is. */
    @FunctionalInterface
    interface Condition {
        boolean holds(Hart hart);
    }

    static Csr of(int number, String name, Reader reader, Writer writer) {
        return new Csr(number, name, reader, writer, reader, ALWAYS, false);
    }

    static Csr constant(int number, String name, Reader reader) {
        return of(number, name, reader, IGNORE);
    }

    /** One that is part of another. */
    static Csr view(int number, String name, Reader reader, Writer writer) {
        return new Csr(number, name, reader, writer, reader, ALWAYS, true);
    }

    Csr startingFrom(Reader newBase) {
        return new Csr(number, name, reader, writer, newBase, condition, isView);
    }

    Csr when(Condition newCondition) {
        return new Csr(number, name, reader, writer, base, newCondition, isView);
    }

    private int lowestPrivilege() {
        return number >>> 8 & 3;
    }

    boolean isReadOnly() {
        return number >>> 10 == 3;
    }

    /** Whether a hart may access it as it is. */
    boolean allows(Hart hart, boolean write) {
        return hart.privilege.code >= lowestPrivilege()
                && !(write && isReadOnly())
                && condition.holds(hart);
    }

    /** Whether it holds something that can be set. */
    boolean isState() {
        return writer != IGNORE && !isReadOnly() && !isView;
    }

    /** Whether it can be set, if only as part of another. */
    boolean isWritable() {
        return writer != IGNORE && !isReadOnly();
    }
}
