package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuestTimeTest {
    @Test
    void theEndOfTimeIsNever() {
        assertThat(new GuestTime(100).clockAt(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(new GuestTime(100).clockAt(-5)).isZero();
    }

    @Test
    void timeMustPass() {
        assertThatThrownBy(() -> new GuestTime(0))
                .hasMessage("1000 cycles must take at least a nanosecond, not 0.");
    }
}
