package ft.cpu.translate;

import static ft.cpu.Asm.A0;
import static ft.cpu.Asm.A1;
import static ft.cpu.Asm.A2;
import static ft.cpu.Asm.NOP;
import static ft.cpu.Asm.RA;
import static ft.cpu.Asm.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.Asm;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which loops have their registers in local variables, and which registers. */
class LoopsTest {
    private static final int BNE = 1;

    /** Those of a page; computed jumps have been seen to go to some places. */
    private static Loops loops(Asm asm, int... computed) {
        byte[] code = Arrays.copyOf(asm.toBytes(), MainStorage.PAGE_SIZE);
        CodePage page = new CodePage();
        Decoder decoder = new Decoder();
        for (int offset = 0; offset < 4 * asm.here(); offset += 4) {
            page.block(code, offset, decoder);
        }
        for (int offset : computed) {
            page.blocks[offset >> 1].computed = true;
        }
        RegionShape shape =
                new RegionShape(page, page.blocks[0], page.blocks[0], 150, region -> false, false);
        return new Loops(shape);
    }

    @Test
    void whatARoundTakesOverIsKept() {
        // a1 = a0 + 1 is new in each round; a0 counts; a2 is only read.
        Asm asm = new Asm().word(NOP);
        asm.addi(A1, A0, 1).addi(A0, A0, 1).branch(BNE, A0, A2, 1);
        asm.word(NOP).jump(0);
        Loops loops = loops(asm);
        assertThat(loops.at(4).registers()).containsExactly(A0);
        assertThat(loops.at(4).contains(4)).isTrue();
        assertThat(loops.at(4).contains(12)).isTrue();
        assertThat(loops.at(4).contains(16)).isFalse();
        assertThat(loops.at(0)).as("has a loop inside").isNull();
    }

    @Test
    void aLoopThatIsEnteredInTheMiddleIsNot() {
        Asm asm = new Asm().branch(BNE, A1, ZERO, 3);
        asm.addi(A1, A1, 1).addi(A0, A0, 1).addi(A2, A2, 1).branch(BNE, A0, A2, 1);
        assertThat(loops(asm).at(4)).isNull();
    }

    @Test
    void aComputedJumpMayComeToTheBeginningOfALoopOnly() {
        // It begins where a call comes back to.
        Asm asm = new Asm().jal(RA, 5).addi(A1, A1, 1).addi(A0, A0, 1).branch(BNE, A0, A2, 1);
        asm.jump(0).jalr(ZERO, RA, 0);
        assertThat(loops(asm, 4).at(4)).isNotNull();
        assertThat(loops(asm, 8).at(4)).isNull();
    }

    @Test
    void aLoopWithACallInsideIsNot() {
        Asm asm = new Asm().addi(A0, A0, 1).jal(RA, 4).branch(BNE, A0, A2, 0);
        asm.jump(0).jump(4);
        assertThat(loops(asm).at(0)).isNull();
    }

    @Test
    void aLongLoopIsNot() {
        Asm asm = new Asm();
        for (int instruction = 0; instruction < 10; instruction++) {
            asm.addi(A0, A0, 1);
        }
        asm.branch(BNE, A0, A2, 0);
        assertThat(loops(asm).at(0)).isNull();
        asm = new Asm();
        for (int instruction = 0; instruction < 9; instruction++) {
            asm.addi(A0, A0, 1);
        }
        asm.branch(BNE, A0, A2, 0);
        assertThat(loops(asm).at(0)).as("as long as it may be").isNotNull();
    }
}
