package ft.bench.verb;

import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.guest.GuestCatalog;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.bench.cpu.ProgramGroup;
import ft.bench.process.Qemu;
import ft.bench.process.SourceTree;
import ft.bench.profile.Launchable;
import ft.bench.profile.Recorder;
import ft.bench.report.Earlier;
import ft.bench.report.Machine;
import ft.bench.report.Page;
import ft.bench.report.SamplesFile;
import ft.bench.report.Table;
import ft.bench.run.Candidate;
import ft.bench.run.Result;
import ft.bench.run.Runner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ./ft bench}. */
@Component
public class BenchVerb implements Verb {
    /**
     * Time for the last sample to let go, and for the table, when the user does not want to wait.
     */
    private static final long PATIENCE_MILLIS = 5_000;

    /** How long a profile is, from the first word of the server on. */
    private static final Duration PROFILED = Duration.ofSeconds(15);

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<BenchmarkGroup> groups;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    private final String version;

    /** Made by Declarative Services. */
    @Activate
    public BenchVerb(BundleContext context) {
        version = context.getBundle().getVersion().toString();
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public List<String> usage() {
        return BenchOptions.USAGE;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        BenchOptions options = BenchOptions.parse(words);
        List<BenchmarkGroup> sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparing(BenchmarkGroup::name));
        if (options.elf().isPresent()) {
            sorted = List.of(new ProgramGroup(options.elf().get(), () -> catalogs));
        }
        List<Candidate> chosen = Selection.of(sorted, options.names());
        if (options.isList()) {
            list(sorted, chosen, out);
            return OK;
        }
        if (options.isProfile()) {
            profile(chosen, out);
            return OK;
        }
        Optional<Map<String, Result>> then =
                options.against().isPresent()
                        ? Optional.of(earlier(options.against().get()))
                        : Optional.empty();
        if (options.save().isPresent()) {
            create(options.save().get());
        }
        Optional<String> commit = SourceTree.find().flatMap(SourceTree::commit);
        Machine machine =
                new Machine(
                        version + commit.map(each -> ", commit " + each).orElse(""),
                        Qemu.version());
        out.println(machine);
        out.println();
        out.flush();
        List<Result> results = Collections.synchronizedList(new ArrayList<>());
        Runner runner =
                new Runner(
                        options.effort(), options.turns(), options.limit(), new ProgressText(err));
        Thread self = Thread.currentThread();
        Thread hook = new Thread(() -> end(self), "ft bench: end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            runner.run(chosen, results);
        } finally {
            List<Result> all = List.copyOf(results);
            out.println();
            out.print(Table.text(all));
            if (options.effort() == Effort.QUICK) {
                out.println("\nThis was quick: it says that all of it works, not how fast it is.");
            }
            then.ifPresent(
                    before -> {
                        out.println("\nOurs now against ours then:");
                        out.print(Table.text(Earlier.compare(all, before)));
                    });
            if (options.save().isPresent()) {
                save(options.save().get(), words, machine, all, out);
            }
            out.flush();
            forget(hook);
        }
        return results.stream().noneMatch(Result::hasFailed) ? OK : BAD;
    }

    private static void list(List<BenchmarkGroup> groups, List<Candidate> chosen, PrintStream out) {
        for (BenchmarkGroup group : groups) {
            List<Candidate> own =
                    chosen.stream().filter(candidate -> candidate.group() == group).toList();
            if (own.isEmpty()) {
                continue;
            }
            out.println(group.name() + ": " + group.about());
            for (Candidate each : own) {
                out.printf("  %-24s %s%n", each.name(), each.benchmark().about());
            }
        }
    }

    private static void profile(List<Candidate> chosen, PrintStream out)
            throws VerbException, InterruptedException {
        for (Candidate candidate : chosen) {
            List<Contestant> contestants = candidate.benchmark().contestants(Effort.FULL);
            try {
                out.println("\n" + candidate.name() + ": " + candidate.benchmark().about());
                if (contestants.get(0) instanceof Launchable ours) {
                    out.print(Recorder.record(ours.command(), PROFILED));
                } else {
                    out.println("There is no profile of what is not a process of ours.");
                }
                out.flush();
            } finally {
                contestants.forEach(Contestant::close);
            }
        }
    }

    private static Map<String, Result> earlier(Path folder) throws VerbException {
        try {
            return SamplesFile.read(folder);
        } catch (NoSuchFileException e) {
            throw new VerbException(
                    "There is no " + e.getFile() + "; ./ft bench --save writes one.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new VerbException(
                    "What was saved in " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void create(Path folder) throws VerbException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new VerbException("Cannot make the folder " + folder + ": " + e + ".", e);
        }
    }

    private static void save(
            Path folder, List<String> words, Machine machine, List<Result> all, PrintStream out)
            throws VerbException {
        List<String> typed = new ArrayList<>(List.of("bench"));
        typed.addAll(words);
        try {
            SamplesFile.write(folder, all);
            out.println("\nSaved: " + Page.write(folder, typed, machine, all));
        } catch (IOException e) {
            throw new VerbException("Cannot write to " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** Ctrl-C: what there is so far is shown. */
    private static void end(Thread runner) {
        runner.interrupt();
        try {
            runner.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook is at work.
        }
    }
}
