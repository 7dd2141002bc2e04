package ft.chipset.access;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.io.AccessRegister;
import org.junit.jupiter.api.Test;

class AccessRegistersTest {
    private static final long STATUS = AccessRegister.ABORT_STATUS.offset();
    private static final long CLASS = AccessRegister.REQUEST_CLASS.offset();

    private final AccessRegisters registers = new AccessRegisters();

    private long get(AccessRegister register) {
        return registers.read(register.offset());
    }

    @Test
    void answersInTwoWidthsAndLetsTwoOfThemBeWritten() {
        for (AccessRegister register : AccessRegister.values()) {
            assertThat(registers.answers(register.offset(), 8, false)).isTrue();
            assertThat(registers.answers(register.offset() + 4, 4, false)).isTrue();
            assertThat(registers.answers(register.offset(), 2, false)).isFalse();
            assertThat(registers.answers(register.offset(), 8, true))
                    .isEqualTo(register.offset() == STATUS || register.offset() == CLASS);
        }
        assertThat(registers.answers(0x20, 8, false)).isFalse();
        assertThat(registers.answers(-8, 8, false)).isFalse();
    }

    @Test
    void latchesTheFirstAndCountsAll() {
        registers.abort(0x1_2345_6789L, 4, true, 3, AbortCause.ORDINARY_OUT_OF_SERVICE);
        assertThat(get(AccessRegister.ABORT_ADDRESS)).isEqualTo(0x1_2345_6789L);
        assertThat(registers.read(AccessRegister.ABORT_ADDRESS.offset() + 4)).isEqualTo(1);
        assertThat(get(AccessRegister.ABORT_STATUS)).isEqualTo(0x0203_0403L);
        registers.abort(0x10, 8, false, 0, AbortCause.STATE);
        assertThat(get(AccessRegister.ABORT_ADDRESS)).isEqualTo(0x1_2345_6789L);
        assertThat(get(AccessRegister.ABORT_STATUS)).as("others followed").isEqualTo(0x0203_0407L);
        assertThat(get(AccessRegister.ABORT_COUNT)).isEqualTo(2);
    }

    @Test
    void oneWrittenToBitZeroEmptiesTheLatchAndNothingElseDoes() {
        registers.abort(0x10, 8, false, 0, AbortCause.STATE);
        registers.write(STATUS, 0xFFFE);
        registers.write(STATUS + 4, 1);
        assertThat(get(AccessRegister.ABORT_STATUS)).isEqualTo(0x0100_0801L);
        registers.write(STATUS, 1);
        assertThat(get(AccessRegister.ABORT_STATUS)).isZero();
        assertThat(get(AccessRegister.ABORT_ADDRESS)).isZero();
        assertThat(get(AccessRegister.ABORT_COUNT)).isEqualTo(1);
        registers.abort(0x20, 1, true, 0, AbortCause.NO_TARGET);
        assertThat(get(AccessRegister.ABORT_STATUS)).isEqualTo(0x0300_0103L);
    }

    @Test
    void requestsAreAsynchronousUntilSoftwareSaysOtherwiseAndAfterAReset() {
        assertThat(registers.asynchronous()).isTrue();
        registers.write(CLASS, 0xFFFE);
        assertThat(registers.asynchronous()).isFalse();
        assertThat(get(AccessRegister.REQUEST_CLASS)).isZero();
        registers.write(CLASS, 3);
        assertThat(get(AccessRegister.REQUEST_CLASS)).isEqualTo(1);
        registers.write(CLASS, 0);
        registers.abort(0x10, 8, false, 0, AbortCause.STATE);
        registers.reset();
        assertThat(registers.asynchronous()).isTrue();
        assertThat(get(AccessRegister.ABORT_COUNT)).as("stays over a reset").isEqualTo(1);
        registers.powerOnReset();
        assertThat(registers.save()).containsExactly(1, 0, 0, 0);
    }

    @Test
    void goAlongWithAContext() {
        registers.abort(0x10, 8, false, 0, AbortCause.STATE);
        AccessRegisters other = new AccessRegisters();
        long[] saved = registers.save();
        other.restore(saved);
        saved[0] = 7;
        assertThat(other.save()).isEqualTo(registers.save());
    }
}
