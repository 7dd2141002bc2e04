package ft.io.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.device.kit.bench.DeviceBench;
import ft.io.block.BlockRequests.Pending;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Completion;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtioBlockTest {
    private static final int OK = 0;
    private static final int IOERR = 1;
    private static final int UNSUPP = 2;

    @TempDir Path directory;

    private static DeviceBench memory(String size) throws DeviceException {
        return DeviceBench.of(new VirtioBlock(), Map.of("memory", size));
    }

    private static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + seed);
        }
        return bytes;
    }

    private Path image(int sectors) throws Exception {
        return Files.write(directory.resolve("disk.img"), new byte[sectors * 512]);
    }

    @Test
    void tellsItsCapacityInAnyWidth() throws Exception {
        DeviceBench bench = memory("16MiB");
        assertThat(bench.read(0x100, 8)).isEqualTo(32768);
        assertThat(bench.read(0x100, 4)).isEqualTo(32768);
        assertThat(bench.read(0x104, 4)).isZero();
        assertThat(bench.read(0x101, 1)).isEqualTo(0x80);
        assertThat(bench.read(0x114, 4)).as("blk_size").isEqualTo(512);
        assertThat(bench.read(0x1F8, 8)).as("behind its end").isZero();
    }

    @Test
    void readsBackWhatWasWritten() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        Pending write = BlockRequests.write(driver, bench, 3, pattern(1024, 7));
        assertThat(driver.reap()).as("nothing before the boundary").isEmpty();
        bench.boundary();
        assertThat(driver.reap()).containsExactly(new Completion(BlockRequests.OUT, 1));
        assertThat(write.result()).isEqualTo(OK);
        Pending read = BlockRequests.read(driver, bench, 2, 4 * 512);
        bench.boundary();
        assertThat(driver.reap()).containsExactly(new Completion(BlockRequests.IN, 2049));
        assertThat(read.result()).isEqualTo(OK);
        byte[] expected = new byte[4 * 512];
        System.arraycopy(pattern(1024, 7), 0, expected, 512, 1024);
        assertThat(read.content()).isEqualTo(expected);
    }

    @Test
    void interruptsUntilAcknowledged() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        BlockRequests.flush(driver, bench);
        assertThat(bench.line()).isFalse();
        bench.boundary();
        assertThat(bench.line()).isTrue();
        assertThat(bench.read(0x060)).isEqualTo(1);
        bench.write(0x064, 1);
        assertThat(bench.line()).isFalse();
        driver.reap();
        driver.suppressInterrupts(true);
        BlockRequests.flush(driver, bench);
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void identifiesItselfByItsSlot() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        Pending id =
                BlockRequests.submit(
                        driver, bench, BlockRequests.GET_ID, 0, driver.buffer(20, true));
        bench.boundary();
        assertThat(id.result()).isEqualTo(OK);
        assertThat(new String(id.content(), StandardCharsets.UTF_8)).startsWith("bench0\0");
    }

    @Test
    void doesNotKnowOtherRequests() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        Pending discard = BlockRequests.submit(driver, bench, 11, 0, driver.bytes(new byte[16]));
        bench.boundary();
        assertThat(discard.result()).isEqualTo(UNSUPP);
        assertThat(bench.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2048,512", "2047,1024", "-1,512", "9223372036854775807,512", "0,100"})
    void answersRequestsOutsideTheDiskWithAnError(long sector, int length) throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        Pending read = BlockRequests.read(driver, bench, sector, length);
        Pending write = BlockRequests.write(driver, bench, sector, new byte[length]);
        bench.boundary();
        assertThat(driver.reap())
                .containsExactly(
                        new Completion(BlockRequests.IN, 0), new Completion(BlockRequests.OUT, 1));
        assertThat(read.result()).isEqualTo(IOERR);
        assertThat(write.result()).isEqualTo(IOERR);
        assertThat(bench.errors()).hasSize(2);
        assertThat(bench.read(0x070)).as("no reset is needed").isEqualTo(15);
    }

    @Test
    void refusesWritesToAReadOnlyDisk() throws Exception {
        Path image = image(8);
        DeviceBench bench =
                DeviceBench.of(
                        new VirtioBlock(), Map.of("image", image.toString(), "readonly", "true"));
        assertThat(bench.read(0x010) & 1 << 5).as("VIRTIO_BLK_F_RO").isNotZero();
        VirtioDriver driver = VirtioDriver.start(bench, 16, 1 << 5);
        Pending write = BlockRequests.write(driver, bench, 0, pattern(512, 1));
        Pending read = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(write.result()).isEqualTo(IOERR);
        assertThat(read.result()).isEqualTo(OK);
        bench.device().detach();
        assertThat(Files.readAllBytes(image)).isEqualTo(new byte[8 * 512]);
    }

    @Test
    void keepsItsDataInTheImage() throws Exception {
        Path image = image(300);
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("image", image.toString()));
        VirtioDriver driver = VirtioDriver.start(bench, 16, 1 << 9);
        byte[] content = pattern(200 * 512, 3);
        BlockRequests.write(driver, bench, 50, content);
        Pending flush = BlockRequests.flush(driver, bench);
        bench.boundary();
        assertThat(flush.result()).isEqualTo(OK);
        assertThat(Arrays.copyOfRange(Files.readAllBytes(image), 50 * 512, 250 * 512))
                .isEqualTo(content);
        bench.device().detach();
    }

    @Test
    void reportsAnImageThatBecameShorter() throws Exception {
        Path image = image(8);
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("image", image.toString()));
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(700);
        }
        Pending read = BlockRequests.read(driver, bench, 1, 512);
        bench.boundary();
        assertThat(read.result()).isEqualTo(IOERR);
        assertThat(bench.errors())
                .containsExactly(
                        "a disk request for sector 1 failed: the image has become shorter.");
        bench.device().detach();
    }

    @Test
    void locksItsImageAgainstOtherSlots() throws Exception {
        Map<String, String> options = Map.of("image", image(8).toString());
        DeviceBench first = DeviceBench.of(new VirtioBlock(), options);
        assertThatThrownBy(() -> DeviceBench.of(new VirtioBlock(), options))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "Slot bench0: the disk image %s is already in another slot of this"
                                + " emulator; name another image.",
                        options.get("image"));
        first.device().detach();
        DeviceBench.of(new VirtioBlock(), options).device().detach();
    }

    @Test
    void seesThatAnotherProcessHasTheImage() throws Exception {
        Path image = image(8);
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                Path.of("src/test/resources/ImageLocker.java").toString(),
                                image.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(other.getInputStream().read()).as("it has the lock").isEqualTo('L');
            assertThatThrownBy(
                            () ->
                                    DeviceBench.of(
                                            new VirtioBlock(), Map.of("image", image.toString())))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage(
                            "Slot bench0: the disk image %s is locked by another process; end"
                                    + " that, or name another image.",
                            image);
        } finally {
            other.destroy();
            other.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhatIsWrongWithAnImage() throws Exception {
        Path missing = directory.resolve("missing.img");
        Path tiny = Files.write(directory.resolve("tiny.img"), new byte[511]);
        Path odd = Files.write(directory.resolve("odd.img"), new byte[1000]);
        for (var each :
                List.of(
                        Map.entry(
                                missing, "does not exist; create it, or correct the option image"),
                        Map.entry(
                                directory, "is not a file; name a disk image in the option image"),
                        Map.entry(tiny, "has only 511 bytes, less than a sector of 512"),
                        Map.entry(
                                odd,
                                "has 1000 bytes, which is not a multiple of the sector size 512"))) {
            assertThatThrownBy(
                            () ->
                                    DeviceBench.of(
                                            new VirtioBlock(),
                                            Map.of("image", each.getKey().toString())))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage(
                            "Slot bench0: the disk image %s %s.", each.getKey(), each.getValue());
        }
        Files.write(odd, new byte[1024]);
        DeviceBench.of(new VirtioBlock(), Map.of("image", odd.toString())).device().detach();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory=lots | the option memory is \"lots\", but must be a size such as 16MiB",
                "memory=100 | the option memory is 100, but must be a multiple of 512 bytes",
                "memory=0 | the option memory is 0, but must be a multiple of 512 bytes",
                "memory=9999999TiB |"
                        + " the option memory is \"9999999TiB\", but must be a size such as 16MiB",
                "memory=1MiB,readonly=yes |"
                        + " the option readonly is \"yes\", but must be false or true",
                "memory=1MiB,image=x |"
                        + " a block device needs either the option image or the option memory, but"
                        + " has both",
                "imagee=x,zoom=1 |"
                        + " there is no option imagee; this device has image, memory, readonly",
                "readonly=true |"
                        + " a block device needs either the option image or the option memory, but"
                        + " has neither",
            })
    void saysWhatIsWrongWithItsOptions(String options, String sentence) {
        Map<String, String> map =
                Arrays.stream(options.split(","))
                        .map(option -> option.split("="))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        assertThatThrownBy(() -> DeviceBench.of(new VirtioBlock(), map))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: " + sentence + ".");
    }

    @Test
    void saysThatAnImageIsNoPath() {
        assertThatThrownBy(() -> DeviceBench.of(new VirtioBlock(), Map.of("image", "a\0b")))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: the option image is \"a\0b\", which is no path.");
    }

    @Test
    void aHugeDiskInMemoryCostsNothingUntilItIsWritten() throws Exception {
        DeviceBench bench = memory("4TiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        long last = (1L << 42) / 512 - 1;
        BlockRequests.write(driver, bench, last, pattern(512, 9));
        Pending read = BlockRequests.read(driver, bench, last - 1, 1024);
        bench.boundary();
        assertThat(read.result()).isEqualTo(OK);
        assertThat(Arrays.copyOfRange(read.content(), 512, 1024)).isEqualTo(pattern(512, 9));
    }

    @Test
    void looksAtTheRingsOnceForAllRequestsOfABoundary() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 64, 0);
        for (int i = 0; i < 10; i++) {
            BlockRequests.read(driver, bench, i, 512);
        }
        bench.boundary();
        assertThat(driver.reap()).hasSize(10);
        assertThat(bench.transfers())
                .as("3 descriptors, header, data, status and used element each; both indices")
                .isEqualTo(10 * 7 + 2);
    }

    @Test
    void doesNotDoTooMuchAtOneBoundary() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 64, 0);
        var data = driver.buffer(512 * 1024, true);
        for (int i = 0; i < 10; i++) {
            BlockRequests.submit(driver, bench, BlockRequests.IN, 0, data);
        }
        bench.boundary();
        assertThat(driver.reap()).as("half a MiB each").hasSize(8);
        assertThat(bench.line()).isTrue();
        bench.boundary();
        assertThat(driver.reap()).hasSize(2);
        assertThat(bench.workRequested()).isFalse();
    }

    @Test
    void anInterruptOfItsThreadDoesNotCloseTheImage() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("image", image(8).toString()));
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        Thread.currentThread().interrupt();
        try {
            Pending write = BlockRequests.write(driver, bench, 0, pattern(512, 1));
            Pending flush = BlockRequests.flush(driver, bench);
            bench.boundary();
            assertThat(write.result()).isEqualTo(OK);
            assertThat(flush.result()).isEqualTo(OK);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        bench.device().detach();
    }

    @Test
    void keepsItsDataOverAReset() throws Exception {
        DeviceBench bench = memory("1MiB");
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        BlockRequests.write(driver, bench, 0, pattern(512, 5));
        bench.boundary();
        bench.device().reset();
        assertThat(bench.line()).isFalse();
        bench.memory().clear();
        Arrays.fill(bench.memory().array(), (byte) 0);
        driver = VirtioDriver.start(bench, 16, 0);
        Pending read = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(read.content()).isEqualTo(pattern(512, 5));
    }
}
