package ft.io.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fields.StateFields;
import ft.device.kit.bench.DeviceBench;
import ft.io.block.BlockRequests.Pending;
import ft.io.kit.VirtioDriver;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a disk that fails, or one of another size, means to guest and operator. */
class DiskErrorsTest {
    private static final int OK = 0;
    private static final int IOERR = 1;
    private static final long F_FLUSH = 1L << 9;

    private boolean full;
    private int flushes;

    /** A disk whose host has no room left while the test says so. */
    private final class FullDisk implements Disk {
        private final Disk disk;

        FullDisk(Disk disk) {
            this.disk = disk;
        }

        private void room() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public long size() {
            return disk.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            disk.read(position, target, offset, length);
        }

        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            room();
            disk.write(position, source, offset, length);
        }

        @Override
        public void zero(long position, long length) throws IOException {
            room();
            disk.zero(position, length);
        }

        @Override
        public void discard(long position, long length) throws IOException {
            disk.discard(position, length);
        }

        @Override
        public void flush() throws IOException {
            room();
            flushes++;
        }

        @Override
        public void state(StateFields fields) {
            disk.state(fields);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }

    private DeviceBench bench() throws Exception {
        return DeviceBench.of(new VirtioBlock(FullDisk::new), Map.of("memory", "1MiB"));
    }

    @Test
    void theGuestHearsOfEachErrorAndTheOperatorOfTheFirst() throws Exception {
        DeviceBench bench = bench();
        VirtioDriver driver = VirtioDriver.start(bench, 32, F_FLUSH);
        full = true;
        Pending first = BlockRequests.write(driver, bench, 5, new byte[512]);
        Pending second = BlockRequests.write(driver, bench, 6, new byte[512]);
        Pending read = BlockRequests.read(driver, bench, 5, 512);
        Pending third = BlockRequests.write(driver, bench, 7, new byte[512]);
        bench.boundary();
        assertThat(driver.reap()).hasSize(4);
        assertThat(first.result()).isEqualTo(IOERR);
        assertThat(second.result()).isEqualTo(IOERR);
        assertThat(third.result()).isEqualTo(IOERR);
        assertThat(read.result()).isEqualTo(OK);
        assertThat(bench.errors())
                .containsExactly("a disk request for sector 5 failed: No space left on device.");
        full = false;
        BlockRequests.write(driver, bench, 5, new byte[512]);
        bench.boundary();
        full = true;
        Pending again = BlockRequests.write(driver, bench, 8, new byte[512]);
        bench.boundary();
        assertThat(again.result()).isEqualTo(IOERR);
        assertThat(bench.errors()).as("it was well in between").hasSize(2);
    }

    @Test
    void isSafeBeforeItIsAnsweredWhereTheDriverCannotFlush() throws Exception {
        DeviceBench bench = bench();
        VirtioDriver driver = VirtioDriver.start(bench, 32, 0);
        BlockRequests.write(driver, bench, 0, new byte[512]);
        bench.boundary();
        assertThat(flushes).isEqualTo(1);
        driver = VirtioDriver.start(bench, 32, F_FLUSH);
        bench.memory().putShort(0x3002, (short) 0);
        bench.memory().putShort(0x4002, (short) 0);
        BlockRequests.write(driver, bench, 0, new byte[512]);
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
        assertThat(flushes).isEqualTo(1);
        BlockRequests.flush(driver, bench);
        bench.boundary();
        assertThat(flushes).isEqualTo(2);
    }

    @Test
    void aDiskOfAnotherSizeDoesNotGoOnWithAState() throws Exception {
        DeviceBench small = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        ft.device.kit.state.SavedState.Saver saver = ft.device.kit.state.SavedState.saver();
        small.device().state(saver);
        DeviceBench large = DeviceBench.of(new VirtioBlock(), Map.of("memory", "2MiB"));
        StateFields loader = saver.done().loader();
        assertThatThrownBy(() -> large.device().state(loader))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The disk in slot bench0 had 2048 sectors and has 4096 now, and a disk"
                                + " cannot be resized while its guest runs; give it back its size,"
                                + " or power off.");
    }
}
