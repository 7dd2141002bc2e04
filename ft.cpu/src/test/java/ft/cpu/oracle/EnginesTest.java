package ft.cpu.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.subsystem.RiscvProcessor;
import ft.cpu.translate.Heat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Translated code does what the interpreter does, at every boundary, wherever it is. {@code
 * -Dft.engines.streams=N} runs more streams.
 */
class EnginesTest {
    private static final int STREAMS = Integer.getInteger("ft.engines.streams", 150);

    private static CpuSubsystem start(
            CpuEngine engine, Heat heat, int granule, byte[] image, long memory) {
        CpuSubsystem cpu =
                new RiscvProcessor(heat).create(new CpuDescription(1, memory, 10, granule, engine));
        cpu.reset(new byte[0]);
        cpu.mainStorage().write(BoardMap.DRAM_BASE, image, 0, image.length);
        cpu.setRegister(0, "pc", BoardMap.DRAM_BASE);
        cpu.setRegister(0, "mnstatus", 8);
        return cpu;
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1, 4096", "2, 0, 20, 4096", "3, 70, 100, 64", "4, 0, 5, 64"})
    void streamsHaveOneHistory(long seed, int sample, int cycles, int granule) {
        List<Stream> streams =
                LongStream.range(0, STREAMS)
                        .mapToObj(n -> Generator.stream(seed * STREAMS + n, true))
                        .toList();
        byte[] image = new Batch(streams, true).image();
        long memory = Generator.memory(streams.size());
        Heat heat = new Heat(sample, cycles, 0).withRare(seed % 2 == 0 ? Heat.ALL_RESUME : 0);
        Random random = new Random(seed);
        try (CpuSubsystem one = start(CpuEngine.INTERPRETED, heat, granule, image, memory);
                CpuSubsystem other = start(CpuEngine.TRANSLATED, heat, granule, image, memory)) {
            RunExit exit = RunExit.BOUNDARY;
            while (exit != RunExit.IO_WRITE || one.request().address() != BoardMap.FINISHER_BASE) {
                if (exit != RunExit.BOUNDARY) {
                    one.complete(-1);
                    other.complete(-1);
                }
                long boundary = one.clock() + 1 + random.nextInt(random.nextBoolean() ? 20 : 3000);
                exit = one.run(boundary);
                assertThat(other.run(boundary)).isEqualTo(exit);
                assertThat(history(other, granule)).isEqualTo(history(one, granule));
            }
            byte[] here = new byte[image.length];
            byte[] there = new byte[image.length];
            one.mainStorage().read(BoardMap.DRAM_BASE, here, 0, here.length);
            other.mainStorage().read(BoardMap.DRAM_BASE, there, 0, there.length);
            assertThat(Arrays.mismatch(here, there)).isEqualTo(-1);
        }
    }

    private static List<Object> history(CpuSubsystem cpu, int granule) {
        List<Object> seen = new ArrayList<>();
        seen.add(cpu.clock());
        for (String name : List.of("pc", "mepc", "mtval", "mcause", "mstatus", "fcsr")) {
            seen.add(Long.toHexString(cpu.register(0, name)));
        }
        for (int x = 0; x < 32; x++) {
            seen.add(Long.toHexString(cpu.register(0, "x" + x)));
            seen.add(Long.toHexString(cpu.register(0, "f" + x)));
        }
        seen.add(cpu.retired());
        cpu.takeWritten(seen::add);
        // Of lines there may be more that count as read.
        cpu.takeRead(granule == MainStorage.PAGE_SIZE ? seen::add : line -> {});
        seen.add(cpu.takeSignature());
        return seen;
    }
}
