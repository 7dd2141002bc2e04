package ft.cpu.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class DecodeTest {
    @Test
    void noInstructionHasTwoMeanings() {
        for (InstructionForm one : InstructionSet.FORMS) {
            for (InstructionForm other : InstructionSet.FORMS) {
                int common = one.mask() & other.mask();
                if (one != other) {
                    assertThat((one.match() ^ other.match()) & common)
                            .as("%s and %s", one.name(), other.name())
                            .isNotZero();
                }
            }
        }
    }

    @Test
    void everyFormIsFoundWhateverItsOperands() {
        Random random = new Random(1);
        for (InstructionForm form : InstructionSet.FORMS) {
            for (int tries = 0; tries < 100; tries++) {
                int instruction = form.match() | random.nextInt() & ~form.mask();
                boolean reserved = form.rounds() && (instruction >>> 12 & 7) % 7 > 4;
                assertThat(InstructionSet.find(instruction)).isSameAs(reserved ? null : form);
            }
        }
    }

    @Property
    void anyBitsDecodeToSomethingThatKnowsItsRegisters(@ForAll int instruction) {
        long microOp = Decoder.decode(instruction, 0);
        assertThat((int) microOp & 0xff).isBetween(Op.NOP, Op.ILLEGAL);
        assertThat((int) (microOp >>> 8) & 0xff)
                .satisfiesAnyOf(
                        rd -> assertThat(rd).isLessThanOrEqualTo(Block.SINK),
                        rd -> assertThat(rd).isBetween(Block.F, Block.F + 31));
    }

    @Property
    void whatIsNotInTheTableIsIllegal(@ForAll int bits) {
        int instruction = bits | 3;
        List<InstructionForm> matching =
                InstructionSet.FORMS.stream().filter(f -> f.matches(instruction)).toList();
        boolean illegal = (int) (Decoder.decode(instruction, 0) & 0xff) == Op.ILLEGAL;
        assertThat(illegal).isEqualTo(matching.isEmpty());
    }

    /** The resource was made with an assembler, with and without compression. */
    @ParameterizedTest
    @CsvFileSource(resources = "/ft/cpu/compressed.csv", delimiter = ';')
    void compressedInstructionsExpandToWhatTheAssemblerMakesOfThem(
            String text, String compressed, String expanded) {
        assertThat(Compressed.expand(Integer.parseInt(compressed, 16)))
                .as(text)
                .isEqualTo(Integer.parseUnsignedInt(expanded, 16));
    }

    @Test
    void reservedCompressedInstructionsAreIllegal() {
        // All zeros; c.addiw and c.lwsp to x0; c.addi16sp and c.lui of 0; c.jr to x0;
        // arithmetic beyond c.addw.
        for (int half : new int[] {0x0000, 0x2001, 0x4002, 0x6101, 0x6281, 0x8002, 0x9c41}) {
            assertThat(Compressed.expand(half)).as("%04x", half).isEqualTo(Compressed.ILLEGAL);
        }
    }
}
