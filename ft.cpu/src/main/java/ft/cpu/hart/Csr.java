package ft.cpu.hart;

/**
 * A control and status register. Number and name are those of the privileged manual; the number
 * says who may access it and whether it can be written.
 *
 * @param number 12 bits
 * @param name as assemblers know it
 * @param reader gives its value
 * @param writer takes a new value and keeps what is legal of it
 */
record Csr(int number, String name, Reader reader, Writer writer) {
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

    /** Lowest privilege, by code, that may access it. */
    int lowestPrivilege() {
        return number >>> 8 & 3;
    }

    boolean isReadOnly() {
        return number >>> 10 == 3;
    }

    /** Whether it holds something that can be set. */
    boolean isState() {
        return writer != CsrTable.IGNORE && !isReadOnly();
    }
}
