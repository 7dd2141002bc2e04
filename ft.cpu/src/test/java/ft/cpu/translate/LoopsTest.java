package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Which loops have their registers in local variables, and which registers. */
class LoopsTest {
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A2 = 12;
    private static final int NOP = 0x13;

    private static int addi(int rd, int rs1, int value) {
        return value << 20 | rs1 << 15 | rd << 7 | 0x13;
    }

    private static int bne(int rs1, int rs2, int by) {
        int offset =
                (by >> 12 & 1) << 31
                        | (by >> 5 & 63) << 25
                        | (by >> 1 & 15) << 8
                        | (by >> 11 & 1) << 7;
        return offset | rs2 << 20 | rs1 << 15 | 1 << 12 | 0x63;
    }

    private static int jal(int rd, int by) {
        return (by >> 20 & 1) << 31
                | (by >> 1 & 1023) << 21
                | (by >> 11 & 1) << 20
                | (by >> 12 & 255) << 12
                | rd << 7
                | 0x6f;
    }

    private static Loops loops(int... instructions) {
        ByteBuffer code = ByteBuffer.allocate(MainStorage.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int instruction : instructions) {
            code.putInt(instruction);
        }
        CodePage page = new CodePage();
        Decoder decoder = new Decoder();
        for (int offset = 0; offset < 4 * instructions.length; offset += 4) {
            page.block(code.array(), offset, decoder);
        }
        RegionShape shape =
                new RegionShape(page, page.blocks[0], page.blocks[0], 150, region -> false, false);
        return new Loops(shape);
    }

    @Test
    void whatARoundTakesOverIsKept() {
        // a1 = a0 + 1 is new in each round; a0 counts; a2 is only read.
        Loops loops =
                loops(NOP, addi(A1, A0, 1), addi(A0, A0, 1), bne(A0, A2, -8), NOP, jal(0, -20));
        assertThat(loops.at(4).registers()).containsExactly(A0);
        assertThat(loops.at(4).contains(4)).isTrue();
        assertThat(loops.at(4).contains(12)).isTrue();
        assertThat(loops.at(4).contains(16)).isFalse();
        assertThat(loops.at(0)).as("has a loop inside").isNull();
    }

    @Test
    void aLoopThatIsEnteredInTheMiddleIsNot() {
        Loops loops =
                loops(
                        bne(A1, 0, 12),
                        addi(A1, A1, 1),
                        addi(A0, A0, 1),
                        addi(A2, A2, 1),
                        bne(A0, A2, -12));
        assertThat(loops.at(4)).isNull();
    }

    @Test
    void aLoopWithACallInsideIsNot() {
        Loops loops = loops(addi(A0, A0, 1), jal(1, 12), bne(A0, A2, -8), jal(0, -12), jal(0, 0));
        assertThat(loops.at(0)).isNull();
    }

    @Test
    void aLongLoopIsNot() {
        int[] code = new int[12];
        java.util.Arrays.fill(code, addi(A0, A0, 1));
        code[11] = bne(A0, A2, -44);
        assertThat(loops(code).at(0)).isNull();
    }
}
