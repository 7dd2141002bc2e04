package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What is spent on classes is in proportion to what was executed. */
class TranslatorTest {
    private static final int COST = 100;
    private static final int ADDI_A0_1 = 0x00150513;
    private static final int ADDI_A0_2 = 0x00250513;
    private static final int JUMP_BACK = 0xffdff06f;

    private final CodeCache cache = CodeCache.direct();
    private final CodePage page = new CodePage();
    private final Decoder decoder = new Decoder();
    private final byte[] code = code();

    private static byte[] code() {
        ByteBuffer code = ByteBuffer.allocate(MainStorage.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        code.putInt(0, ADDI_A0_1).putInt(4, JUMP_BACK);
        code.putInt(64, ADDI_A0_2).putInt(68, JUMP_BACK);
        return code.array();
    }

    private Block block(int offset) {
        return page.block(code, offset, decoder);
    }

    private Translator translator() {
        return new Translator(cache, new Heat(0, 1, COST), 12);
    }

    @Test
    void aClassIsMadeWhenItIsPaidFor() {
        Translator translator = translator();
        translator.executed(COST - 1);
        assertThat(translator.translate(page, block(0))).isFalse();
        assertThat(block(0).region).isNull();
        translator.executed(1);
        assertThat(translator.translate(page, block(0))).isTrue();
        assertThat(block(0).region).isNotNull();
        assertThat(translator.translate(page, block(64))).isFalse();
    }

    @Test
    void oneThatIsThereIsNotPaidFor() {
        Translator translator = translator();
        translator.executed(2 * COST);
        translator.translate(page, block(0));
        CodePage another = new CodePage();
        Block same = another.block(code, 0, decoder);
        assertThat(translator().translate(another, same)).isTrue();
        assertThat(same.region.code()).isSameAs(block(0).region.code());
        assertThat(translator.translate(page, block(64))).isTrue();
    }
}
