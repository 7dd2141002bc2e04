package ft.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Assembles the few instructions tests need; branch targets are instruction indices. */
public final class Asm {
    public static final int ZERO = 0;
    public static final int RA = 1;
    public static final int SP = 2;
    public static final int T0 = 5;
    public static final int T1 = 6;
    public static final int T2 = 7;
    public static final int A0 = 10;
    public static final int A1 = 11;
    public static final int A2 = 12;
    public static final int A3 = 13;
    public static final int A4 = 14;
    public static final int A5 = 15;
    public static final int A6 = 16;
    public static final int A7 = 17;

    public static final int EBREAK = 0x00100073;
    public static final int ECALL = 0x00000073;
    public static final int MRET = 0x30200073;
    public static final int SRET = 0x10200073;
    public static final int SFENCE_VMA = 0x12000073;
    public static final int MNRET = 0x70200073;
    public static final int WFI = 0x10500073;
    public static final int FENCE_I = 0x0000100f;
    public static final int NOP = 0x00000013;

    private final List<Integer> words = new ArrayList<>();

    /** Any instruction. */
    public Asm word(int instruction) {
        words.add(instruction);
        return this;
    }

    public Asm addi(int rd, int rs1, int value) {
        return word(i(0x13, 0, rd, rs1, value));
    }

    public Asm lui(int rd, int value) {
        return word(0x37 | rd << 7 | value << 12);
    }

    public Asm slli(int rd, int rs1, int amount) {
        return word(i(0x13, 1, rd, rs1, amount));
    }

    public Asm add(int rd, int rs1, int rs2) {
        return word(0x33 | rd << 7 | rs1 << 15 | rs2 << 20);
    }

    /** Loads any 32 bit number, sign-extended; always two instructions. */
    public Asm li(int rd, int value) {
        lui(rd, value + 0x800 >>> 12);
        return word(i(0x1b, 0, rd, rd, value & 0xfff));
    }

    /** Loads an address below 4 GiB, zero-extended; always four instructions. */
    public Asm la(int rd, long address) {
        li(rd, (int) address);
        slli(rd, rd, 32);
        return word(i(0x13, 5, rd, rd, 32));
    }

    public Asm load(int size, int rd, int rs1, int offset) {
        return word(i(0x03, Integer.numberOfTrailingZeros(size), rd, rs1, offset));
    }

    public Asm loadUnsigned(int size, int rd, int rs1, int offset) {
        return word(i(0x03, 4 | Integer.numberOfTrailingZeros(size), rd, rs1, offset));
    }

    public Asm store(int size, int rs2, int rs1, int offset) {
        return word(s(0x23, size, rs2, rs1, offset));
    }

    /** funct3: 0 beq, 1 bne, 4 blt, 5 bge, 6 bltu, 7 bgeu. */
    public Asm branch(int funct3, int rs1, int rs2, int target) {
        int offset = 4 * (target - words.size());
        return word(
                0x63
                        | funct3 << 12
                        | rs1 << 15
                        | rs2 << 20
                        | (offset >>> 12 & 1) << 31
                        | (offset >>> 5 & 63) << 25
                        | (offset >>> 1 & 15) << 8
                        | (offset >>> 11 & 1) << 7);
    }

    public Asm jump(int target) {
        return jal(ZERO, target);
    }

    public Asm jal(int rd, int target) {
        int offset = 4 * (target - words.size());
        return word(
                0x6f
                        | rd << 7
                        | (offset >>> 20 & 1) << 31
                        | (offset >>> 1 & 0x3ff) << 21
                        | (offset >>> 11 & 1) << 20
                        | (offset >>> 12 & 0xff) << 12);
    }

    public Asm jalr(int rd, int rs1, int offset) {
        return word(i(0x67, 0, rd, rs1, offset));
    }

    public Asm csrw(int csr, int rs1) {
        return word(i(0x73, 1, ZERO, rs1, csr));
    }

    public Asm csrrw(int rd, int csr, int rs1) {
        return word(i(0x73, 1, rd, rs1, csr));
    }

    public Asm csrr(int rd, int csr) {
        return word(i(0x73, 2, rd, ZERO, csr));
    }

    public Asm csrs(int csr, int rs1) {
        return word(i(0x73, 2, ZERO, rs1, csr));
    }

    public Asm csrc(int csr, int rs1) {
        return word(i(0x73, 3, ZERO, rs1, csr));
    }

    public Asm amo(int funct5, int size, int rd, int rs2, int rs1) {
        int width = Integer.numberOfTrailingZeros(size);
        return word(0x2f | rd << 7 | width << 12 | rs1 << 15 | rs2 << 20 | funct5 << 27);
    }

    public Asm lr(int size, int rd, int rs1) {
        return amo(2, size, rd, 0, rs1);
    }

    public Asm sc(int size, int rd, int rs2, int rs1) {
        return amo(3, size, rd, rs2, rs1);
    }

    /** The instructions. */
    public List<Integer> words() {
        return words;
    }

    /** Index of the next instruction. */
    public int here() {
        return words.size();
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.array();
    }

    public static int i(int opcode, int funct3, int rd, int rs1, int value) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | value << 20;
    }

    public static int r(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | funct7 << 25;
    }

    public static int s(int opcode, int size, int rs2, int rs1, int offset) {
        return opcode
                | (offset & 31) << 7
                | Integer.numberOfTrailingZeros(size) << 12
                | rs1 << 15
                | rs2 << 20
                | offset >> 5 << 25;
    }
}
