package ft.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodings as an assembler gives them. */
class LiveRegisterTest {
    private static byte[] code(long... words) {
        ByteBuffer code = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            code.putInt((int) word);
        }
        return code.array();
    }

    @ParameterizedTest
    @CsvSource({
        "0x00A68713, 13", // addi a4,a3,10
        "0x00F73023, 14", // sd a5,0(a4)
        "0x0007B503, 15", // ld a0,0(a5)
        "0x00B50533, 10", // add a0,a0,a1
        "0x00078463, 15", // beqz a5,8
        "0x00016398, 15", // ld a4,0(a5) compressed: 0x6398
        "0x00010785, 15", // addi a5,a5,1 compressed: 0x0785
        "0x0001853A, 14", // mv a0,a4 compressed: 0x853A
        "0x00018F95, 15", // sub a5,a5,a3 compressed: 0x8F95
    })
    void sources(String word, int register) {
        assertThat(LiveRegister.find(code(Long.decode(word)))).hasValue(register);
    }

    @Test
    void skipsWhatReadsNothing() {
        // lui a0,1; addi sp,sp,-16; j 0; addi a4,a3,10
        assertThat(LiveRegister.find(code(0x00001537L, 0xFF010113L, 0x0000006FL, 0x00A68713L)))
                .hasValue(13);
        assertThat(LiveRegister.find(code(0x00001537L))).isEmpty();
    }
}
