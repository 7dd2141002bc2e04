package ft.bench.start;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import java.time.Duration;
import java.util.List;

/** From the start of the process until a pair in step answers the first command. */
final class Prompt implements Benchmark {
    private static final Duration PREPARES = Duration.ofSeconds(120);
    private static final double SECOND = 1e9;

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public String about() {
        return "from ./ft until both systems are in step and the prompt has answered ft:status";
    }

    @Override
    public Measure measure() {
        return Measure.time("s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException, InterruptedException {
        if (effort == Effort.FULL) {
            prepare();
        }
        return List.of(new Ours());
    }

    /** What the first session leaves for the others is there, so that each start is the same. */
    private static void prepare() throws VerbException, InterruptedException {
        List<String> command = Launched.command("--prepare");
        try (Child child = new Child("./ft --prepare", command, Launched.environment())) {
            child.end(PREPARES);
        }
    }

    private record Ours() implements Contestant {
        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            try (Session session = new Session(List.of())) {
                Child.Line answer = session.inStep(1);
                session.exit();
                long wall = answer.nanos() - session.child().began();
                return new Sample(wall / SECOND, wall, answer.processorNanos(), "");
            }
        }
    }
}
