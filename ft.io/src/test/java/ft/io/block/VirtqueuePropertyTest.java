package ft.io.block;

import static org.assertj.core.api.Assertions.assertThat;

import ft.device.kit.bench.DeviceBench;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Buffer;
import ft.io.kit.VirtioDriver.Completion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any requests, cut into any buffers, against a disk that is an array. */
class VirtqueuePropertyTest {
    private static final int SECTORS = 128;

    /** Stands for the request whose place it takes in the used ring. */
    private record Expected(List<Buffer> data, byte[] content, Buffer status, long written) {}

    @Property(tries = 60)
    void doesWhatTheDriverAsks(
            @ForAll long seed,
            @ForAll boolean indirect,
            @ForAll boolean eventIndex,
            @ForAll boolean replaced)
            throws Exception {
        Random random = new Random(seed);
        byte[] model = new byte[SECTORS * 512];
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "64KiB"));
        long features =
                (indirect ? VirtioDriver.INDIRECT_DESC : 0)
                        | (eventIndex ? VirtioDriver.EVENT_IDX : 0);
        VirtioDriver driver = VirtioDriver.start(bench, 1 << 3 + random.nextInt(4), features);
        if (replaced) {
            bench.replaceAtEveryStep(VirtioBlock::new);
        }
        for (int round = 0; round < 40; round++) {
            boolean interrupt = random.nextBoolean();
            if (eventIndex) {
                driver.interruptAfter(driver.usedIndex() - (interrupt ? 0 : 1));
            } else {
                driver.suppressInterrupts(!interrupt);
            }
            int submitted = submitSome(driver, bench, model, random, indirect);
            assertThat(bench.workRequested()).isEqualTo(submitted > 0);
            bench.boundary();
            assertThat(bench.line()).isEqualTo(submitted > 0 && interrupt);
            bench.write(0x064, bench.read(0x060));
            List<Completion> completions = driver.reap();
            assertThat(completions).hasSize(submitted);
            completions.forEach(completion -> check(bench, completion));
        }
        assertThat(bench.errors()).isEmpty();
        if (eventIndex) {
            assertThat(driver.notifications()).isLessThanOrEqualTo(40);
        }
    }

    private static int submitSome(
            VirtioDriver driver, DeviceBench bench, byte[] model, Random random, boolean indirect) {
        int count = 0;
        for (int i = random.nextInt(4); i > 0 && driver.free() >= 7; i--) {
            submit(driver, bench, model, random, indirect && random.nextBoolean());
            count++;
        }
        return count;
    }

    private static void submit(
            VirtioDriver driver, DeviceBench bench, byte[] model, Random random, boolean indirect) {
        int sectors = 1 + random.nextInt(6);
        int sector = random.nextInt(SECTORS - sectors + 1);
        int from = sector * 512;
        int length = sectors * 512;
        boolean write = random.nextBoolean();
        byte[] header = BlockRequests.header(write ? BlockRequests.OUT : BlockRequests.IN, sector);
        Buffer status = driver.buffer(1, true);
        List<Buffer> buffers = new ArrayList<>();
        if (write) {
            byte[] all = Arrays.copyOf(header, 16 + length);
            byte[] content = new byte[length];
            random.nextBytes(content);
            System.arraycopy(content, 0, all, 16, length);
            System.arraycopy(content, 0, model, from, length);
            // Header and data may share buffers: the device must not assume any framing.
            cut(all.length, random)
                    .forEach(
                            part ->
                                    buffers.add(
                                            driver.bytes(
                                                    Arrays.copyOfRange(all, part[0], part[1]))));
            buffers.add(status);
            driver.submit(new Expected(List.of(), new byte[0], status, 1), indirect, buffers);
        } else {
            buffers.add(driver.bytes(header));
            List<Buffer> data =
                    cut(length, random).stream()
                            .map(part -> driver.buffer(part[1] - part[0], true))
                            .toList();
            buffers.addAll(data);
            buffers.add(status);
            byte[] content = Arrays.copyOfRange(model, from, from + length);
            driver.submit(new Expected(data, content, status, length + 1), indirect, buffers);
        }
    }

    /** One to four parts, some of them empty. */
    private static List<int[]> cut(int length, Random random) {
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            int to = from + random.nextInt(length - from + 1);
            parts.add(new int[] {from, to});
            from = to;
        }
        parts.add(new int[] {from, length});
        return parts;
    }

    private static void check(DeviceBench bench, Completion completion) {
        Expected expected = (Expected) completion.tag();
        assertThat(bench.memory().get(expected.status().offset())).isZero();
        assertThat(completion.written()).isEqualTo(expected.written());
        int at = 0;
        for (Buffer buffer : expected.data()) {
            byte[] got = new byte[buffer.length()];
            bench.memory().get(buffer.offset(), got);
            assertThat(got).isEqualTo(Arrays.copyOfRange(expected.content(), at, at + got.length));
            at += got.length;
        }
    }
}
