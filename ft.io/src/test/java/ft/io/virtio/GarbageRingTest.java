package ft.io.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.device.kit.bench.DeviceBench;
import ft.io.block.VirtioBlock;
import ft.io.kit.VirtioDriver;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A ring of random content holds and hurts nobody. */
class GarbageRingTest {
    private static final int STATUS = 0x070;
    private static final int NEEDS_RESET = 0x40;

    @Property(tries = 400)
    void survivesGarbage(@ForAll long seed, @ForAll @IntRange(max = 3) int kind) throws Exception {
        Random random = new Random(seed);
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        long features = VirtioDriver.INDIRECT_DESC | (kind % 2 == 0 ? VirtioDriver.EVENT_IDX : 0);
        VirtioDriver driver = VirtioDriver.start(bench, 16, features);
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 16; i++) {
                long address =
                        kind < 2 ? BoardMap.DRAM_BASE + random.nextInt(1 << 20) : random.nextLong();
                int length = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(64) * 16;
                driver.raw(i, address, length, random.nextInt(8), random.nextInt(18));
            }
            for (int i = random.nextInt(5); i >= 0; i--) {
                driver.publish(random.nextInt(17));
            }
            bench.boundary();
            if ((bench.read(STATUS) & NEEDS_RESET) != 0) {
                assertThat(bench.errors()).isNotEmpty();
                driver = VirtioDriver.start(bench, 16, features);
                bench.memory().putInt(0x3000, 0);
                bench.memory().putInt(0x4000, 0);
            }
        }
    }
}
