package ft.io.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.device.kit.bench.DeviceBench;
import ft.io.block.VirtioBlock;
import ft.io.kit.VirtioDriver;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a guest puts into a ring, the device answers and the machine goes on. */
class BrokenRingTest {
    private static final int STATUS = 0x070;
    private static final int NEEDS_RESET = 0x40;
    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int INDIRECT = 4;
    private static final long DRAM = BoardMap.DRAM_BASE;
    private static final long FEATURES = VirtioDriver.INDIRECT_DESC;

    private static DeviceBench bench() throws Exception {
        return DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                wrong(
                        "more available than the queue holds, all of them good",
                        d -> {
                            d.raw(0, DRAM + 0x100, 16, NEXT, 1);
                            d.raw(1, DRAM + 0x200, 1, WRITE, 0);
                            d.publishIndex(17);
                        }),
                wrong("available index far ahead", d -> d.publishIndex(0xFFFF)),
                wrong(
                        "head outside the table, where a good chain lies",
                        d -> {
                            d.raw(16, DRAM + 0x100, 16, NEXT, 17);
                            d.raw(17, DRAM + 0x200, 1, WRITE, 0);
                            d.publish(16);
                        }),
                wrong("head far outside the table", d -> d.publish(0xFFFF)),
                wrong(
                        "next outside the table",
                        d -> {
                            d.raw(0, DRAM, 16, NEXT, 99);
                            d.publish(0);
                        }),
                wrong(
                        "descriptor that follows itself",
                        d -> {
                            d.raw(0, DRAM, 16, NEXT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "loop of three",
                        d -> {
                            d.raw(0, DRAM, 16, NEXT, 1);
                            d.raw(1, DRAM, 16, NEXT, 2);
                            d.raw(2, DRAM, 16, NEXT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "header outside memory",
                        d -> {
                            d.raw(0, 0x1000, 16, NEXT, 1);
                            d.raw(1, DRAM, 1, WRITE, 0);
                            d.publish(0);
                        }),
                wrong(
                        "header that wraps around the address space",
                        d -> {
                            d.raw(0, -8L, 16, NEXT, 1);
                            d.raw(1, DRAM, 1, WRITE, 0);
                            d.publish(0);
                        }),
                wrong(
                        "status outside memory",
                        d -> {
                            d.raw(0, DRAM + 0x100, 16, NEXT, 1);
                            d.raw(1, DRAM - 1, 1, WRITE, 0);
                            d.publish(0);
                        }),
                wrong(
                        "no room for the status",
                        d -> {
                            d.raw(0, DRAM, 16, 0, 0);
                            d.publish(0);
                        }),
                wrong(
                        "header too short",
                        d -> {
                            d.raw(0, DRAM, 15, NEXT, 1);
                            d.raw(1, DRAM, 1, WRITE, 0);
                            d.publish(0);
                        }),
                wrong(
                        "buffer to read behind one to write",
                        d -> {
                            d.raw(0, DRAM, 16, WRITE | NEXT, 1);
                            d.raw(1, DRAM, 16, 0, 0);
                            d.publish(0);
                        }),
                wrong(
                        "empty indirect table",
                        d -> {
                            d.raw(0, DRAM, 0, INDIRECT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "indirect table that is cut",
                        d -> {
                            d.raw(0, DRAM, 17, INDIRECT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "indirect table outside memory",
                        d -> {
                            d.raw(0, 64, 16, INDIRECT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "indirect table in an indirect table (the queue's own)",
                        d -> {
                            d.raw(0, DRAM + 0x1000, 256, INDIRECT, 0);
                            d.publish(0);
                        }),
                wrong(
                        "indirect descriptor with a next one",
                        d -> {
                            d.raw(0, DRAM, 16, INDIRECT | NEXT, 1);
                            d.publish(0);
                        }));
    }

    private static Arguments wrong(String name, Consumer<VirtioDriver> how) {
        return Arguments.of(name, how);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void needsAReset(String name, Consumer<VirtioDriver> how) throws Exception {
        DeviceBench bench = bench();
        VirtioDriver driver = VirtioDriver.start(bench, 16, FEATURES);
        how.accept(driver);
        bench.boundary();
        assertThat(bench.read(STATUS)).isEqualTo(15 | NEEDS_RESET);
        assertThat(bench.read(0x060) & 2).as("configuration change").isEqualTo(2);
        assertThat(bench.line()).isTrue();
        assertThat(bench.errors()).singleElement().asString().contains("needs a reset");

        // It stays so, quietly, and a reset brings it back.
        bench.write(0x050, 0);
        bench.boundary();
        assertThat(bench.errors()).hasSize(1);
        bench.memory().put(0, new byte[DeviceBench.MEMORY_SIZE]);
        VirtioDriver again = VirtioDriver.start(bench, 16, FEATURES);
        again.submit(
                "flush",
                true,
                List.of(
                        again.bytes(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                        again.buffer(1, true)));
        bench.boundary();
        assertThat(again.reap()).hasSize(1);
    }

    static Stream<Arguments> placements() {
        return Stream.of(
                Arguments.of(0x080, 0L, 16),
                Arguments.of(0x080, -16L, 16),
                Arguments.of(0x090, 0x7FFF_0000L, 16),
                Arguments.of(0x090, Long.MIN_VALUE, 16),
                Arguments.of(0x0a0, DRAM + DeviceBench.MEMORY_SIZE - 4, 16),
                Arguments.of(0x0a0, -1L, 16),
                Arguments.of(0x0a0, DRAM + 0x4000, 0),
                Arguments.of(0x0a0, DRAM + 0x4000, 3),
                Arguments.of(0x0a0, DRAM + 0x4000, 512),
                Arguments.of(0x0a0, DRAM + 0x4000, -1));
    }

    @ParameterizedTest
    @MethodSource("placements")
    void survivesRingsInImpossiblePlaces(int register, long address, int size) throws Exception {
        DeviceBench bench = bench();
        VirtioDriver driver = VirtioDriver.start(bench, 16, FEATURES);
        driver.raw(0, DRAM, 16, NEXT, 1);
        driver.raw(1, DRAM + 0x100, 1, WRITE, 0);
        bench.write(0x044, 0);
        bench.write(0x038, size);
        bench.write(register, address & 0xFFFF_FFFFL);
        bench.write(register + 4, address >>> 32);
        bench.write(0x044, 1);
        driver.publish(0);
        bench.boundary();
        assertThat(bench.read(STATUS) & NEEDS_RESET).isEqualTo(NEEDS_RESET);
    }
}
