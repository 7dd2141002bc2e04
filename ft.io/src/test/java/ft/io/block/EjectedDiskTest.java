package ft.io.block;

import static org.assertj.core.api.Assertions.assertThat;

import ft.device.kit.bench.DeviceBench;
import ft.io.block.BlockRequests.Pending;
import ft.io.kit.VirtioDriver;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk whose board is pulled, as the driver of Linux sees it: it waits for every answer. */
class EjectedDiskTest {
    private static final int OK = 0;
    private static final int IOERR = 1;
    private static final int CONFIG_CHANGED = 2;

    private DeviceBench bench;
    private VirtioDriver driver;

    @BeforeEach
    void start() throws Exception {
        start(false);
    }

    private void start(boolean replaced) throws Exception {
        bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        if (replaced) {
            bench.replaceAtEveryStep(VirtioBlock::new);
        }
        driver = VirtioDriver.start(bench, 16, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasNoSectorsAnyMoreAndSaysSo(boolean replaced) throws Exception {
        start(replaced);
        long generation = bench.read(0x0FC);
        bench.eject();
        assertThat(bench.line()).isTrue();
        assertThat(bench.read(0x060)).isEqualTo(CONFIG_CHANGED);
        assertThat(bench.read(0x100, 8)).as("capacity").isZero();
        assertThat(bench.read(0x114, 4)).as("all else is as it was").isEqualTo(512);
        assertThat(bench.read(0x0FC)).isNotEqualTo(generation);
        bench.write(0x064, CONFIG_CHANGED);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void answersWhatIsOpenWithAnErrorAtTheSameBoundary() {
        Pending write = BlockRequests.write(driver, bench, 0, new byte[512]);
        Pending flush = BlockRequests.flush(driver, bench);
        bench.eject();
        bench.boundary();
        assertThat(driver.reap()).hasSize(2);
        assertThat(write.result()).isEqualTo(IOERR);
        assertThat(flush.result()).isEqualTo(IOERR);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersWhatComesLaterWithAnErrorAndChangesNothing(boolean replaced) throws Exception {
        start(false);
        byte[] content = new byte[512];
        content[7] = 7;
        bench.eject();
        if (replaced) {
            bench.replaceBy(new VirtioBlock());
        }
        Pending write = BlockRequests.write(driver, bench, 0, content);
        Pending read = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(driver.reap()).hasSize(2);
        assertThat(write.result()).isEqualTo(IOERR);
        assertThat(read.result()).isEqualTo(IOERR);
        assertThat(bench.errors()).as("nobody needs to be told").isEmpty();

        bench.device().reset();
        driver = VirtioDriver.start(bench, 16, 0);
        Pending again = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(again.result()).isEqualTo(OK);
        assertThat(again.content()).containsOnly(0);
        assertThat(bench.read(0x100, 8)).isEqualTo(2048);
    }

    /** A driver whose notification got lost waits since then; this is what ends it. */
    @Test
    void answersWhatItHasNotHeardOf() {
        driver.unheard(true);
        Pending write = BlockRequests.write(driver, bench, 0, new byte[512]);
        bench.boundary();
        assertThat(driver.reap()).isEmpty();
        bench.eject();
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
        assertThat(write.result()).isEqualTo(IOERR);
    }

    /** A driver that begins anew while the board goes finds nothing, too. */
    @Test
    void staysAwayWhenTheDriverBeginsAnew() {
        bench.eject();
        driver = VirtioDriver.start(bench, 16, 0);
        assertThat(bench.read(0x100, 8)).isZero();
        assertThat(bench.line()).isFalse();
        Pending read = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(read.result()).isEqualTo(IOERR);
    }

    @Test
    void interruptsNobodyWithoutADriver() throws Exception {
        bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        bench.eject();
        assertThat(bench.line()).isFalse();
        assertThat(bench.read(0x100, 8)).isZero();
    }
}
