package ft.io.rtc;

import org.junit.jupiter.api.BeforeEach;

/** The same, with the device replaced by a new one with its state at every step. */
class GoldfishRtcReplacedTest extends GoldfishRtcTest {
    @BeforeEach
    void replace() {
        bench.replaceAtEveryStep(GoldfishRtc::new);
    }
}
