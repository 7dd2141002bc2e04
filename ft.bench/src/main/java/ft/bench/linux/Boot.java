package ft.bench.linux;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.process.Qemu;
import ft.bench.profile.Launchable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** From the start of the process to the shell. */
final class Boot implements Benchmark {
    /** What it waits for: the shell's greeting, or the kernel's first line when in a hurry. */
    private static final Map<Effort, String> SIGNS =
            Map.of(Effort.FULL, "on the pair.", Effort.QUICK, "Linux version");

    /** At a console guest time is paced by the wall clock; here it runs as fast as the host can. */
    private static final Map<String, String> UNPACED = Map.of("paced:Boolean", "false");

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double SECOND = 1e9;

    @Override
    public String name() {
        return "boot";
    }

    @Override
    public String about() {
        return "from the start of the process to the shell of Debian's kernel, Java's start included";
    }

    @Override
    public Measure measure() {
        return Measure.time("s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException, InterruptedException {
        LinuxParts parts = LinuxParts.get();
        try {
            ChangedDescription unpaced = new ChangedDescription(UNPACED);
            return contestants(parts, unpaced, SIGNS.get(effort));
        } catch (VerbException e) {
            parts.close();
            throw e;
        }
    }

    private static List<Contestant> contestants(
            LinuxParts parts, ChangedDescription unpaced, String sign) throws VerbException {
        List<String> words = new ArrayList<>(unpaced.words());
        words.addAll(
                List.of("linux", "--simplex", "--sbi", parts.sbi(), "--kernel", parts.kernel()));
        words.addAll(List.of("--initrd", parts.initrd()));
        List<String> ours = Launched.command(words.toArray(String[]::new));
        Runnable closing =
                () -> {
                    unpaced.close();
                    parts.close();
                };
        return List.of(
                new Booted(
                        "ours",
                        ours,
                        Launched.environment(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        sign,
                        closing),
                qemu(
                        "QEMU -icount",
                        qemu(parts, List.of("-icount", "shift=0")),
                        OptionalDouble.empty(),
                        sign),
                qemu("QEMU TCG", qemu(parts, List.of()), OptionalDouble.of(0.5), sign));
    }

    private static Booted qemu(
            String name, List<String> command, OptionalDouble target, String sign) {
        return new Booted(name, command, Map.of(), Qemu.missing(), target, sign, () -> {});
    }

    private static List<String> qemu(LinuxParts parts, List<String> more) throws VerbException {
        List<String> command = new ArrayList<>(Qemu.machine(more));
        command.addAll(List.of("-m", "256M", "-bios", parts.sbi(), "-kernel", parts.kernel()));
        command.addAll(List.of("-initrd", parts.initrd(), "-append", parts.arguments()));
        return command;
    }

    private record Booted(
            String name,
            List<String> command,
            Map<String, String> environment,
            Optional<String> missing,
            OptionalDouble target,
            String sign,
            Runnable closing)
            implements Contestant, Launchable {
        @Override
        public Sample sample() throws VerbException, InterruptedException {
            try (Child child = new Child(name, command, environment)) {
                Optional<Child.Line> line = child.line(PATIENCE);
                while (line.isPresent() && !line.get().text().contains(sign)) {
                    line = child.line(PATIENCE);
                }
                Child.Line greeting =
                        line.orElseThrow(
                                () -> new VerbException(name + " ended before there was a shell."));
                long wall = greeting.nanos() - child.began();
                return new Sample(wall / SECOND, wall, greeting.processorNanos(), "");
            }
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
