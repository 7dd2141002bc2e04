package ft.cpu.oracle;

import ft.api.board.BoardMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What machine mode does about the traps of a {@link Program}: it goes on behind the instruction,
 * or, if that could not be fetched, begins the program again; a timer comes again after a time by
 * chance. Registers x28 to x31 are its own.
 */
final class ProgramHandler {
    /** Offset of where a hart begins. */
    static final int BEGIN = 0x400;

    /** In the data of a hart: traps so far, chance, satp, sp and the clock to begin with. */
    private static final int HASH = 0;

    private static final int CHANCE = 8;
    private static final int SATP = 16;
    private static final int POINTER = 24;
    private static final int ENTRY = 32;

    private static final int MSTATUS = 0x300;
    private static final int MEPC = 0x341;
    private static final int MCAUSE = 0x342;
    private static final int MTVAL = 0x343;
    private static final int MRET = 0x30200073;
    private static final int MPRV_AND_MXR = 1 << 17 | 1 << 19;

    private final List<Integer> words = new ArrayList<>();

    private ProgramHandler() {}

    static void data(Program program, ByteBuffer data, int hart) {
        data.order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(CHANCE, program.seed() * 0x9e3779b97f4a7c15L | 1);
        data.putLong(SATP, Program.satp(false, 0));
        data.putLong(POINTER, program.data() + 0x8000 + 0x400 * hart);
        data.putLong(ENTRY, program.entry());
    }

    static byte[] code(Program program) {
        return new ProgramHandler().assemble(program);
    }

    private byte[] assemble(Program program) {
        word(csr(2, 30, MCAUSE, 0));
        int interrupt = reserve(); // bltz x30
        word(csr(2, 31, MTVAL, 0));
        mixIn(31);
        mixIn(30);
        // An instruction that could not be fetched.
        word(addi(31, 30, -12));
        int page = reserve(); // beqz x31
        word(addi(31, 30, -1));
        int access = reserve(); // beqz x31
        word(csr(2, 30, MEPC, 0));
        mixIn(30);
        // How long it was.
        word(0x37 | 31 << 7 | MPRV_AND_MXR);
        word(csr(2, 0, MSTATUS, 31));
        word(0x5003 | 30 << 7 | 30 << 15); // lhu x30, 0(x30)
        word(csr(3, 0, MSTATUS, 31));
        word(0x7013 | 30 << 7 | 30 << 15 | 3 << 20);
        word(addi(30, 30, -3));
        word(0x3013 | 30 << 7 | 30 << 15 | 1 << 20); // seqz
        word(0x1013 | 30 << 7 | 30 << 15 | 1 << 20);
        word(csr(2, 31, MEPC, 0));
        word(addi(31, 31, 2));
        word(0x33 | 31 << 7 | 31 << 15 | 30 << 20);
        word(csr(1, 0, MEPC, 31));
        word(MRET);
        // A timer, or another hart.
        land(interrupt, 4, 30);
        mixIn(30);
        word(csr(2, 31, 0xf14, 0));
        word(0x37 | 30 << 7 | (int) BoardMap.CLINT_BASE);
        word(0x1013 | 31 << 7 | 31 << 15 | 2 << 20);
        word(0x33 | 30 << 7 | 30 << 15 | 31 << 20);
        word(0x23 | 2 << 12 | 30 << 15); // sw x0: no software interrupt
        word(0x33 | 30 << 7 | 30 << 15 | 31 << 20);
        chance(31);
        word(0x7013 | 31 << 7 | 31 << 15 | 255 << 20);
        word(csr(2, 28, 0xc01, 0));
        word(0x33 | 31 << 7 | 31 << 15 | 28 << 20);
        word(0x37 | 28 << 7 | 0x4000);
        word(0x33 | 30 << 7 | 30 << 15 | 28 << 20);
        word(0x23 | 3 << 12 | 30 << 15 | 31 << 20); // sd: mtimecmp
        chance(31);
        word(0x7013 | 31 << 7 | 31 << 15 | 63 << 20);
        int again = reserve(); // beqz x31: now and then from the beginning
        word(MRET);
        while (words.size() < BEGIN / 4) {
            word(0x13);
        }
        land(page, 0, 31);
        land(access, 0, 31);
        land(again, 0, 31);
        // The first interrupt, which sets the timer.
        word(csr(2, 31, 0xf14, 0));
        word(0x1013 | 31 << 7 | 31 << 15 | 2 << 20);
        word(0x37 | 30 << 7 | (int) BoardMap.CLINT_BASE);
        word(0x33 | 30 << 7 | 30 << 15 | 31 << 20);
        word(addi(31, 0, 1));
        word(0x23 | 2 << 12 | 30 << 15 | 31 << 20);
        word(0x3003 | 30 << 7 | 29 << 15 | SATP << 20);
        if (program.mode() != Program.MACHINE) {
            word(csr(1, 0, 0x180, 30));
        }
        word(0x3003 | 2 << 7 | 29 << 15 | POINTER << 20);
        word(addi(3, 2, -64));
        word(addi(8, 2, 64));
        word(0x3003 | 30 << 7 | 29 << 15 | ENTRY << 20);
        word(csr(1, 0, MEPC, 30));
        // Floating point stays as it is; MPIE, MPP.
        word(0x37 | 31 << 7 | 0x22000);
        word(addi(31, 31, -0x800));
        word(csr(3, 0, MSTATUS, 31));
        int status = program.mode() << 11 | 0x80;
        int high = status + 0x800 & ~0xfff;
        word(0x37 | 31 << 7 | high);
        word(addi(31, 31, status - high));
        word(csr(2, 0, MSTATUS, 31));
        word(MRET);
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.array();
    }

    private void word(int word) {
        words.add(word);
    }

    private int reserve() {
        words.add(0);
        return words.size() - 1;
    }

    private void land(int from, int funct3, int register) {
        int offset = 4 * (words.size() - from);
        words.set(
                from,
                0x63
                        | funct3 << 12
                        | register << 15
                        | (offset >>> 12 & 1) << 31
                        | (offset >>> 5 & 63) << 25
                        | (offset >>> 1 & 15) << 8
                        | (offset >>> 11 & 1) << 7);
    }

    private void mixIn(int register) {
        word(0x3003 | 28 << 7 | 29 << 15 | HASH << 20);
        word(0x60005013 | 28 << 7 | 28 << 15 | 7 << 20); // rori
        word(0x33 | 28 << 7 | 28 << 15 | register << 20);
        word(0x3023 | 29 << 15 | 28 << 20 | HASH << 7);
    }

    private void chance(int register) {
        word(0x3003 | register << 7 | 29 << 15 | CHANCE << 20);
        word(0x1013 | 28 << 7 | register << 15 | 13 << 20);
        word(0x4033 | register << 7 | register << 15 | 28 << 20);
        word(0x5013 | 28 << 7 | register << 15 | 7 << 20);
        word(0x4033 | register << 7 | register << 15 | 28 << 20);
        word(0x3023 | 29 << 15 | register << 20 | CHANCE << 7);
    }

    private static int addi(int rd, int rs1, int value) {
        return 0x13 | rd << 7 | rs1 << 15 | value << 20;
    }

    private static int csr(int kind, int rd, int number, int rs1) {
        return 0x73 | kind << 12 | rd << 7 | rs1 << 15 | number << 20;
    }
}
