package ft.bench.start;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.ImageFile;
import ft.bench.process.Qemu;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Processor time while a guest waits for its console, with a timer every 100 ms: harts wait (WFI),
 * and so should the host.
 */
final class Idle implements Benchmark {
    /** The guest that waits. */
    static final String GUEST = "echo";

    private static final Duration STARTS = Duration.ofSeconds(60);
    private static final double HUNDRED = 100;

    /** What an operating system counts processor time in, at least; less is not seen. */
    private static final long TICK_NANOS = 10_000_000;

    private final ImageFile elf;

    Idle(ImageFile elf) {
        this.elf = elf;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String about() {
        return "a pair whose guest waits for a console: processor time, of one processor";
    }

    @Override
    public Measure measure() {
        return Measure.cost("%");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        Watch watch = effort == Effort.QUICK ? new Watch(0, 1) : new Watch(8, 5);
        List<String> qemu = Qemu.guest(elf.get(), "", List.of());
        return List.of(new Ours(watch), new Theirs("QEMU TCG", qemu, watch));
    }

    /**
     * When a process is looked at.
     *
     * @param settleSeconds in which it does what is left of its start
     * @param seconds after that
     */
    private record Watch(int settleSeconds, int seconds) {
        Sample take(Child child) throws InterruptedException {
            TimeUnit.SECONDS.sleep(settleSeconds);
            long used = child.processorNanos();
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            long wall = System.nanoTime() - began;
            used = Math.max(TICK_NANOS, child.processorNanos() - used);
            return new Sample(HUNDRED * used / wall, wall, used, "");
        }
    }

    private record Ours(Watch watch) implements Contestant {
        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            try (Session session = new Session(List.of())) {
                session.type("ft:power off");
                session.type("ft:guest " + GUEST);
                session.type("ft:start");
                session.inStep(1);
                Sample sample = watch.take(session.child());
                session.exit();
                return sample;
            }
        }
    }

    private record Theirs(String name, List<String> command, Watch watch) implements Contestant {
        @Override
        public Optional<String> missing() {
            return Qemu.missing();
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            try (Child child = Child.listening("QEMU", command, Map.of())) {
                child.line(STARTS);
                return watch.take(child);
            }
        }
    }
}
