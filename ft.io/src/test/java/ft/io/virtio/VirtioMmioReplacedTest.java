package ft.io.virtio;

import ft.io.block.VirtioBlock;
import org.junit.jupiter.api.BeforeEach;

/** The same, with the device replaced by a new one with its state at every step. */
class VirtioMmioReplacedTest extends VirtioMmioTest {
    @BeforeEach
    void replace() {
        bench.replaceAtEveryStep(VirtioBlock::new);
    }
}
