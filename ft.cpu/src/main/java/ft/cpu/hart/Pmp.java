package ft.cpu.hart;

import ft.cpu.context.ContextFields;

/** Physical memory protection: 16 entries with a grain of 4 bytes. */
final class Pmp {
    static final int ENTRIES = 16;

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int LOCKED = 0x80;
    private static final int WRITABLE = LOCKED | 3 << 3 | EXECUTE | WRITE | READ;
    private static final int OFF = 0;
    private static final int TOP_OF_RANGE = 1;
    private static final int FOUR_BYTES = 2;
    // Bits 55 to 2 of an address.
    private static final long ADDRESS = (1L << 54) - 1;
    private static final int CONFIGURATIONS_IN_CSR = 8;

    private final long[] address = new long[ENTRIES];
    private final int[] configuration = new int[ENTRIES];

    // What the entries come to: the first and the last byte of each that is on, in their order.
    private final long[] first = new long[ENTRIES];
    private final long[] last = new long[ENTRIES];
    private final int[] rules = new int[ENTRIES];
    private int count;

    void reset() {
        java.util.Arrays.fill(address, 0);
        java.util.Arrays.fill(configuration, 0);
        derive();
    }

    /** {@code pmpaddr}<i>n</i>. */
    long address(int entry) {
        return address[entry];
    }

    /** Writes {@code pmpaddr}<i>n</i>, unless it is locked, or the bottom of a locked range. */
    void writeAddress(int entry, long value) {
        boolean bottomOfLocked =
                entry + 1 < ENTRIES && isLocked(entry + 1) && mode(entry + 1) == TOP_OF_RANGE;
        if (!isLocked(entry) && !bottomOfLocked) {
            address[entry] = value & ADDRESS;
            derive();
        }
    }

    /** The configurations of eight entries, as a CSR has them. */
    long configurations(int from) {
        long value = 0;
        for (int entry = 0; entry < CONFIGURATIONS_IN_CSR; entry++) {
            value |= (long) configuration[from + entry] << 8 * entry;
        }
        return value;
    }

    /** Writes the configurations of eight entries. Writable but not readable is reserved. */
    void writeConfigurations(int from, long value) {
        for (int entry = 0; entry < CONFIGURATIONS_IN_CSR; entry++) {
            int written = (int) (value >>> 8 * entry) & WRITABLE;
            if ((written & (READ | WRITE)) == WRITE) {
                written &= ~(READ | WRITE | EXECUTE);
            }
            if (!isLocked(from + entry)) {
                configuration[from + entry] = written;
            }
        }
        derive();
    }

    private boolean isLocked(int entry) {
        return (configuration[entry] & LOCKED) != 0;
    }

    private int mode(int entry) {
        return configuration[entry] >> 3 & 3;
    }

    /** Brings what is looked at up to date with the registers. */
    void derive() {
        count = 0;
        for (int entry = 0; entry < ENTRIES; entry++) {
            long own = address[entry];
            long begin = own << 2;
            long end;
            switch (mode(entry)) {
                case OFF -> {
                    continue;
                }
                case TOP_OF_RANGE -> {
                    end = begin - 1;
                    begin = entry == 0 ? 0 : address[entry - 1] << 2;
                    if (begin > end) {
                        continue;
                    }
                }
                case FOUR_BYTES -> end = begin + 3;
                default -> {
                    // Ones at the bottom give the size: 8 bytes, and double for each.
                    long ones = own ^ own + 1;
                    begin = (own & ~ones) << 2;
                    end = begin | ones << 2 | 3;
                }
            }
            first[count] = begin;
            last[count] = end;
            rules[count++] = configuration[entry];
        }
    }

    /** Whether a mode may access some bytes; the first entry with any of them decides. */
    boolean allows(long at, int size, Access access, Privilege mode) {
        int entry = find(at, at + size - 1);
        if (entry < 0) {
            return mode == Privilege.MACHINE;
        }
        if (!contains(entry, at, at + size - 1)) {
            return false;
        }
        int rule = rules[entry];
        if (mode == Privilege.MACHINE && (rule & LOCKED) == 0) {
            return true;
        }
        int needed =
                switch (access) {
                    case FETCH -> EXECUTE;
                    case LOAD -> READ;
                    case STORE -> WRITE;
                };
        return (rule & needed) != 0;
    }

    /** Whether one answer holds for all accesses within some bytes. */
    boolean isUniform(long at, long size) {
        int entry = find(at, at + size - 1);
        return entry < 0 || contains(entry, at, at + size - 1);
    }

    private int find(long begin, long end) {
        for (int entry = 0; entry < count; entry++) {
            if (Long.compareUnsigned(begin, last[entry]) <= 0
                    && Long.compareUnsigned(end, first[entry]) >= 0) {
                return entry;
            }
        }
        return -1;
    }

    private boolean contains(int entry, long begin, long end) {
        return Long.compareUnsigned(begin, first[entry]) >= 0
                && Long.compareUnsigned(end, last[entry]) <= 0;
    }

    void context(ContextFields fields) {
        fields.numbers(address, ENTRIES);
        for (int entry = 0; entry < ENTRIES; entry++) {
            configuration[entry] = (int) fields.number(configuration[entry]);
        }
    }
}
