package ft.console.run;

import ft.api.guest.GuestProgram;
import ft.api.history.Recording;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.snapshot.SnapshotFiles;
import ft.api.verb.Verb;
import ft.console.command.Guests;
import ft.console.run.MachineRun.Stuck;
import ft.console.text.OutputFile;
import ft.console.text.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ./ft run}: runs a guest without a keyboard. */
@Component
public class RunVerb implements Verb {
    private static final int STUCK = 3;
    private static final int DIFFERENT = 4;
    private static final int LARGEST_STATUS = 255;

    private final Machines machines;
    private final Guests guests;
    private final Debuggers debuggers;
    private final SnapshotFiles snapshots;

    /** Made by Declarative Services. */
    @Activate
    public RunVerb(
            @Reference Machines machines,
            @Reference Guests guests,
            @Reference Debuggers debuggers,
            @Reference SnapshotFiles snapshots) {
        this.machines = machines;
        this.guests = guests;
        this.debuggers = debuggers;
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "run";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "./ft run --guest FILE [OPTIONS]    run one guest; ./ft run --help lists the options");
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err)
            throws Problem, InterruptedException {
        ServerDescription base = machines.description();
        RunOptions options = RunOptions.parse(words, base.systems());
        if (options.aids().tree().isPresent()) {
            return dumpTree(base, options, out);
        }
        return options.guests().size() > 1
                ? each(base, options, out, err)
                : run(base, options, out, err);
    }

    /** Says what the guest would find, instead of running it. */
    private int dumpTree(ServerDescription base, RunOptions options, PrintStream out)
            throws Problem {
        GuestProgram guest = guest(options);
        String file = options.aids().tree().get();
        try (FtServer server = machines.create(machines.vary(base, changes(options)))) {
            server.guest(guest);
            byte[] blob = server.deviceTree();
            if (file.equals(AidOptions.STANDARD)) {
                out.write(blob, 0, blob.length);
                out.flush();
            } else {
                OutputFile.write(Path.of(file), blob);
            }
            return OK;
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private GuestProgram guest(RunOptions options) throws Problem {
        return guests.find(options.guest(), Path.of("").toAbsolutePath(), options.guestArguments());
    }

    /** Runs one after another, each on a server of its own. */
    private int each(ServerDescription base, RunOptions options, PrintStream out, PrintStream err)
            throws InterruptedException {
        int passed = 0;
        for (String guest : options.guests()) {
            try {
                passed += run(base, options.only(guest), out, err) == OK ? 1 : 0;
            } catch (Problem problem) {
                err.println("ft: " + problem);
            }
        }
        int all = options.guests().size();
        err.println("ft: " + passed + " of " + all + " programs passed.");
        return passed == all ? OK : BAD;
    }

    private int run(ServerDescription base, RunOptions options, PrintStream out, PrintStream err)
            throws Problem, InterruptedException {
        Screen screen = new Screen(out, options.quiet() ? null : err);
        // What a snapshot is loaded for has its guest.
        GuestProgram guest = options.snapshots().load().isPresent() ? null : guest(options);
        // Nobody types anything for a test.
        GuestInput input =
                options.verdict().isPresent() && options.input().isEmpty()
                        ? GuestInput.none()
                        : GuestInput.of(options.input());
        byte[] fixed = input.take();
        try (ScratchFolder scratch = new ScratchFolder()) {
            Map<String, String> goldenDisks =
                    options.golden() ? scratch.copies(options.disks()) : Map.of();
            Outcome outcome = run(base, options, guest, fixed, input, screen, err);
            Digests digests = outcome.digests;
            if (options.probe()) {
                digests.lines().forEach(line -> err.println("ft: probe " + line));
            }
            if (!digests.consistent()) {
                if (!options.injects()) {
                    err.println("ft: two systems in Online sync differ at the end.");
                    return DIFFERENT;
                }
                screen.say("the standby system holds a fault that nothing has touched yet");
            }
            if (options.golden()) {
                OptionalLong until =
                        digests.exit().equals(MachineRun.UNTIL)
                                ? OptionalLong.of(digests.probe().clock())
                                : OptionalLong.empty();
                Digests golden =
                        run(
                                        base,
                                        options.undisturbed(goldenDisks, until),
                                        guest,
                                        fixed,
                                        null,
                                        new Screen(null, null),
                                        err)
                                .digests;
                List<String> differences = digests.differences(golden);
                if (!differences.isEmpty()) {
                    err.println(
                            "ft: differs from an undisturbed run in "
                                    + String.join(", ", differences)
                                    + ".");
                    golden.lines().forEach(line -> err.println("ft: golden " + line));
                    return DIFFERENT;
                }
                err.println("ft: equals an undisturbed simplex run.");
            }
            outcome.complaint.ifPresent(sentence -> err.println("ft: " + sentence));
            int worst = outcome.complaint.isPresent() ? BAD : OK;
            return outcome.refused ? WRONG : Math.max(worst, status(digests.exit()));
        } catch (Stuck stuck) {
            out.flush();
            err.println("ft: " + stuck);
            return STUCK;
        } catch (IOException e) {
            throw new Problem("A copy of a disk image cannot be made: " + e.getMessage() + ".", e);
        }
    }

    private record Outcome(Digests digests, Optional<String> complaint, boolean refused) {}

    private Outcome run(
            ServerDescription base,
            RunOptions options,
            GuestProgram guest,
            byte[] fixed,
            GuestInput typed,
            Screen screen,
            PrintStream err)
            throws Problem, InterruptedException {
        Map<String, String> changes = changes(options);
        Verdict verdict =
                options.verdict().isPresent() ? new Verdict(guest, options.verdict().get()) : null;
        if (verdict != null) {
            verdict.addTo(changes);
        }
        ServerDescription description = machines.vary(base, changes);
        Digests digests;
        MachineRun run;
        try (FtServer server = machines.create(description)) {
            Optional<Recording> recording = record(server, options);
            debuggers.open(
                    server, options.aids().debuggerPort(), options.aids().debuggerAwaited(), err);
            run = new MachineRun(server, snapshots, screen);
            digests = run.run(guest, options, fixed, typed, verdict);
            recording.ifPresent(each -> end(each, screen));
        }
        // Only a server that is closed has written everything.
        return new Outcome(
                new Digests(
                        digests.exit(),
                        digests.probe(),
                        digests.inStep(),
                        DiskDigests.of(options.disks())),
                verdict == null ? Optional.empty() : verdict.complaint(digests.exit()),
                run.refused());
    }

    /** What is different from the description. */
    private static Map<String, String> changes(RunOptions options) {
        Map<String, String> changes = new LinkedHashMap<>(options.changes());
        changes.put("paced", "false");
        boolean automatic = !options.simplex() && options.syncAt().isEmpty();
        changes.put("automaticSync", Boolean.toString(automatic));
        options.disks()
                .forEach(
                        (slot, file) ->
                                changes.put(
                                        "slot." + slot + ".image",
                                        Path.of(file).toAbsolutePath().toString()));
        return changes;
    }

    private Optional<Recording> record(FtServer server, RunOptions options) throws Problem {
        return options.record().isPresent()
                ? Optional.of(
                        machines.record(server, Path.of(options.record().get()).toAbsolutePath()))
                : Optional.empty();
    }

    private static void end(Recording recording, Screen screen) {
        recording.close();
        recording.problem().ifPresent(screen::complain);
        if (recording.problem().isEmpty()) {
            screen.say(recording.inputs() + " inputs are in " + recording.file());
        }
    }

    /** The exit status that says how a guest ended. */
    static int status(String exit) {
        if (!exit.startsWith("fail")) {
            return OK;
        }
        String code = exit.substring("fail".length()).strip();
        long number = code.isEmpty() ? 1 : Long.parseLong(code);
        return number > 0 && number <= LARGEST_STATUS ? (int) number : 1;
    }
}
