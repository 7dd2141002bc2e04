package ft.io.serial;

import org.junit.jupiter.api.BeforeEach;

/** The same, with the device replaced by a new one with its state at every step. */
class Uart16550ReplacedTest extends Uart16550Test {
    @BeforeEach
    void replace() {
        bench.replaceAtEveryStep(Uart16550::new);
    }
}
