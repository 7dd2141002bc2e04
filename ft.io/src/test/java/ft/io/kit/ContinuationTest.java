package ft.io.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.device.Device;
import ft.device.kit.bench.DeviceBench;
import ft.io.block.VirtioBlock;
import ft.io.entropy.VirtioEntropy;
import ft.io.net.HostLans;
import ft.io.net.VirtioNet;
import ft.io.power.TestFinisher;
import ft.io.rtc.GoldfishRtc;
import ft.io.serial.Uart16550;
import ft.io.serial.VirtioConsole;
import ft.io.virtio.EmptyVirtioSlot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A device that is replaced in the middle goes on as if it had not been. */
class ContinuationTest {
    private static final int STEPS = 80;

    /**
     * A device and how a guest plays with it.
     *
     * @param registers offsets that are played with
     * @param values values that are written
     * @param size width of the accesses
     * @param channel the host's, or null
     */
    record Subject(
            String name,
            Supplier<Device> maker,
            Map<String, String> options,
            long[] registers,
            long[] values,
            int size,
            String channel) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<Subject> subjects() {
        return Arbitraries.of(
                new Subject(
                        "uart",
                        Uart16550::new,
                        Map.of(),
                        new long[] {0, 0, 0, 1, 2, 3, 4, 5, 6, 7},
                        new long[] {0, 0, 1, 2, 3, 5, 7, 0x0F, 0x10, 0x10, 0x1F, 0x81, 0xC1},
                        1,
                        "serial"),
                new Subject(
                        "rtc",
                        GoldfishRtc::new,
                        Map.of("start", "0"),
                        new long[] {0, 4, 8, 8, 0xc, 0x10, 0x14, 0x18, 0x1c},
                        new long[] {0, 1, 1_000_000, 30_000_000},
                        4,
                        null),
                new Subject(
                        "virtio registers",
                        VirtioBlock::new,
                        Map.of("memory", "64KiB"),
                        new long[] {
                            0x10, 0x14, 0x20, 0x24, 0x30, 0x38, 0x44, 0x50, 0x60, 0x64, 0x70, 0x80,
                            0x90, 0xa0, 0x100
                        },
                        new long[] {0, 1, 1, 1, 3, 8, 11, 15, 15},
                        4,
                        null),
                new Subject(
                        "network registers",
                        () -> new VirtioNet(new HostLans()),
                        Map.of("network", "lan"),
                        new long[] {0x10, 0x14, 0x20, 0x24, 0x30, 0x44, 0x50, 0x60, 0x70, 0x100},
                        new long[] {0, 1, 1, 3, 8, 11, 15, 15},
                        4,
                        "net"),
                new Subject(
                        "console registers",
                        VirtioConsole::new,
                        Map.of(),
                        new long[] {0x10, 0x14, 0x20, 0x24, 0x30, 0x44, 0x50, 0x70, 0x100, 0x108},
                        new long[] {0, 1, 1, 3, 8, 11, 15, 15},
                        4,
                        "console"),
                new Subject(
                        "finisher",
                        TestFinisher::new,
                        Map.of(),
                        new long[] {0},
                        new long[] {0x5555, 0x3333},
                        4,
                        null),
                new Subject(
                        "empty",
                        EmptyVirtioSlot::new,
                        Map.of(),
                        new long[] {0, 4, 8},
                        new long[] {0, 1},
                        4,
                        null));
    }

    @Property(tries = 500)
    void registers(
            @ForAll("subjects") Subject subject,
            @ForAll long seed,
            @ForAll @IntRange(max = STEPS) int split)
            throws Exception {
        assertThat(play(subject, seed, split)).isEqualTo(play(subject, seed, -1));
    }

    private static List<String> play(Subject subject, long seed, int split) throws Exception {
        Random random = new Random(seed);
        List<String> seen = new ArrayList<>();
        DeviceBench bench = DeviceBench.of(subject.maker().get(), subject.options());
        for (int step = 0; step < STEPS; step++) {
            if (step == split) {
                bench.replaceBy(subject.maker().get());
            }
            long register = subject.registers()[random.nextInt(subject.registers().length)];
            switch (random.nextInt(subject.channel() == null ? 3 : 4)) {
                case 0 -> seen.add("read " + bench.read(register, subject.size()));
                case 1 -> {
                    long value = subject.values()[random.nextInt(subject.values().length)];
                    bench.write(register, subject.size(), value);
                }
                case 2 -> bench.boundary(random.nextInt(2_000_000));
                default -> {
                    byte[] bytes = new byte[random.nextInt(4) == 0 ? 40 : 2];
                    random.nextBytes(bytes);
                    bench.send(subject.channel(), bytes);
                }
            }
            seen.add(bench.line() + " " + bench.workRequested());
            if (subject.channel() != null) {
                seen.add(bench.takeOutput(subject.channel()));
            }
        }
        return seen;
    }

    /** A device whose driver gives it buffers of both kinds, while the host sends. */
    record Stream(String name, Supplier<Device> maker, int queues, String channel, int header) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<Stream> streams() {
        return Arbitraries.of(
                new Stream("network", () -> new VirtioNet(new HostLans()), 2, "net", 12),
                new Stream("console", VirtioConsole::new, 2, "console", 0),
                new Stream("entropy", VirtioEntropy::new, 1, null, 0));
    }

    @Property(tries = 150)
    void traffic(
            @ForAll("streams") Stream stream,
            @ForAll long seed,
            @ForAll @IntRange(max = STEPS) int split)
            throws Exception {
        assertThat(play(stream, seed, split)).isEqualTo(play(stream, seed, -1));
    }

    private static List<Object> play(Stream stream, long seed, int split) throws Exception {
        Random random = new Random(seed);
        DeviceBench bench = DeviceBench.of(stream.maker().get());
        List<VirtioDriver> drivers =
                VirtioDriver.start(bench, 16, VirtioDriver.EVENT_IDX, stream.queues());
        List<Object> seen = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (step == split) {
                bench.replaceBy(stream.maker().get());
            }
            byte[] data = new byte[stream.header() + 20 + random.nextInt(40)];
            random.nextBytes(data);
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (drivers.get(0).free() > 0) {
                        drivers.get(0)
                                .submit(step, false, List.of(drivers.get(0).buffer(100, true)));
                    }
                }
                case 1 -> {
                    if (stream.queues() > 1 && drivers.get(1).free() > 0) {
                        drivers.get(1).submit(step, false, List.of(drivers.get(1).bytes(data)));
                    }
                }
                case 2 -> {
                    if (stream.channel() != null) {
                        bench.send(stream.channel(), data);
                    }
                }
                default -> {
                    bench.boundary();
                    drivers.forEach(driver -> seen.add(driver.reap()));
                }
            }
            seen.add(bench.line() + " " + bench.workRequested());
            if (stream.channel() != null) {
                seen.add(bench.takeOutput(stream.channel()));
            }
        }
        seen.add(ByteBuffer.wrap(bench.memory().array().clone()));
        return seen;
    }

    @Property(tries = 40)
    void disk(@ForAll long seed, @ForAll @IntRange(max = STEPS) int split) throws Exception {
        assertThat(playDisk(seed, split)).isEqualTo(playDisk(seed, -1));
    }

    private static List<ByteBuffer> playDisk(long seed, int split) throws Exception {
        Random random = new Random(seed);
        Map<String, String> options = Map.of("memory", "16MiB");
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), options);
        VirtioDriver driver = VirtioDriver.start(bench, 16, VirtioDriver.EVENT_IDX);
        List<ByteBuffer> seen = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (step == split) {
                // Requests are under way here, and the device has not even looked at them.
                bench.replaceBy(new VirtioBlock());
            }
            if (driver.free() >= 3 && random.nextInt(3) > 0) {
                boolean write = random.nextBoolean();
                byte[] header =
                        ByteBuffer.allocate(16)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(0, write ? 1 : 0)
                                .putLong(8, random.nextInt(8) * 4000L)
                                .array();
                byte[] data = new byte[512];
                random.nextBytes(data);
                driver.submit(
                        step,
                        false,
                        List.of(
                                driver.bytes(header),
                                write ? driver.bytes(data) : driver.buffer(512, true),
                                driver.buffer(1, true)));
            } else {
                bench.boundary();
                driver.reap();
            }
        }
        bench.boundary();
        seen.add(ByteBuffer.wrap(bench.memory().array().clone()));
        return seen;
    }
}
