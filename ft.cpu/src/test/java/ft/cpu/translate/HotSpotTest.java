package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The JVM understands what it is asked for. */
class HotSpotTest {
    @Test
    void itAgrees() {
        assertThat(HotSpot.agrees()).isTrue();
    }

    @Test
    void bothNamesOfAClassTakeTheSameRoom() {
        assertThat(HiddenClasses.IMMEDIATE).hasSameSizeAs(HiddenClasses.OPTIMIZED);
    }
}
