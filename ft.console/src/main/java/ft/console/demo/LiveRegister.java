package ft.console.demo;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds a register that a hart is about to read, from the code it is about to run. A flipped bit in
 * a register that is written before it is read would show nothing.
 */
final class LiveRegister {
    /**
     * x1 to x4 keep return address, stack, globals and threads: too much would go astray at once.
     */
    private static final int FIRST = 5;

    /**
     * Opcodes of 32-bit instructions that read rs1: loads, stores, arithmetic, branches, atomics.
     */
    private static final Set<Integer> READS_RS1 =
            Set.of(0x03, 0x13, 0x1b, 0x23, 0x2f, 0x33, 0x3b, 0x63);

    private LiveRegister() {}

    /**
     * Number of the first register that is read; empty if there is none.
     *
     * @param code machine code from the program counter on
     */
    static OptionalInt find(byte[] code) {
        int offset = 0;
        while (offset + 4 <= code.length) {
            int instruction =
                    code[offset] & 0xff
                            | (code[offset + 1] & 0xff) << 8
                            | (code[offset + 2] & 0xff) << 16
                            | code[offset + 3] << 24;
            boolean compressed = (instruction & 3) != 3;
            int source = compressed ? compressedSource(instruction & 0xffff) : source(instruction);
            if (source >= FIRST) {
                return OptionalInt.of(source);
            }
            offset += compressed ? 2 : 4;
        }
        return OptionalInt.empty();
    }

    private static int source(int instruction) {
        return READS_RS1.contains(instruction & 0x7f) ? instruction >>> 15 & 0x1f : 0;
    }

    private static int compressedSource(int instruction) {
        int function = instruction >>> 13;
        int full = instruction >>> 7 & 0x1f;
        int second = instruction >>> 2 & 0x1f;
        int small = 8 + (instruction >>> 7 & 7);
        return switch (instruction & 3) {
            case 0 -> function == 0 ? 0 : small;
            case 1 ->
                    switch (function) {
                        case 0, 1 -> full;
                        case 4, 6, 7 -> small;
                        default -> 0;
                    };
            default ->
                    switch (function) {
                        case 0 -> full;
                        case 4, 6, 7 -> second;
                        default -> 0;
                    };
        };
    }
}
