package ft.console.command;

import ft.api.server.ServerException;
import ft.api.upgrade.Upgradable;
import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeProgress;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeStep;
import ft.api.upgrade.Upgrader;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import ft.console.view.Rows;
import ft.console.view.UpgradeViews;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that replaces bundles while guests run. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "upgrade")
public class UpgradeCommands implements CommandGroup {
    private static final String INDENT = "  ";
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_TRIAL_MILLIS = 86_400_000;

    private final Upgrader upgrader;

    /** Made by Declarative Services. */
    @Activate
    public UpgradeCommands(@Reference Upgrader upgrader) {
        this.upgrader = upgrader;
    }

    @Override
    public String title() {
        return "Operating";
    }

    /** {@code ft:upgrade}. */
    @Descriptor("replaces a bundle while the guest runs, or lists what can be replaced")
    public Object upgrade(
            CommandSession session,
            @Descriptor("[BUNDLE [FILE|URL|VERSION]] [--trial MILLISECONDS]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:upgrade", words);
        long trial = trial(arguments.option("--trial"));
        if (!arguments.more()) {
            return new Rows<>(
                    Upgradable.class,
                    upgrader.bundles(),
                    "No bundle is installed that servers are made of.");
        }
        String bundle = arguments.word("a bundle");
        String source = arguments.more() ? source(session, arguments.word("a file")) : "";
        arguments.end();
        try {
            Upgrade upgrade = upgrader.begin(new UpgradeRequest(bundle, source, trial, List.of()));
            return follow(session, upgrade, System.err);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static long trial(Optional<String> asked) throws Problem {
        if (asked.isEmpty()) {
            return UpgradeRequest.STANDARD_TRIAL_NANOS;
        }
        long millis = Arguments.number("the trial", asked.get());
        if (millis < 0 || millis > LONGEST_TRIAL_MILLIS) {
            throw new Problem("The trial is from 0 ms to a day of guest time, not " + millis + ".");
        }
        return millis * NANOS_PER_MILLI;
    }

    /** A file is meant as seen from where the shell is; what is none stays as it is. */
    private static String source(CommandSession session, String word) {
        try {
            Path file = session.currentDir().resolve(word);
            return Files.exists(file) ? file.toAbsolutePath().toString() : word;
        } catch (InvalidPathException e) {
            return word; // a URL
        }
    }

    /** Shows what is done until it has ended; Ctrl-C has it taken back, and once more leaves it. */
    private static String follow(CommandSession session, Upgrade upgrade, PrintStream out)
            throws Problem {
        out.println(UpgradeViews.title(upgrade));
        boolean cancelled = false;
        BlockingQueue<UpgradeStep> steps = new LinkedBlockingQueue<>();
        try (TerminalMode.Restore restore = ShellTerminal.interruptible(session);
                Listening listening = new Listening(upgrade.onStep(steps::add));
                ProgressLine line = new ProgressLine(out, INDENT + INDENT)) {
            while (true) {
                try {
                    return show(upgrade, steps, line, out);
                } catch (InterruptedException e) {
                    if (cancelled) {
                        line.close();
                        return "It goes on in the background.";
                    }
                    cancelled = true;
                    upgrade.cancel();
                }
            }
        }
    }

    private static String show(
            Upgrade upgrade, BlockingQueue<UpgradeStep> steps, ProgressLine line, PrintStream out)
            throws Problem, InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = upgrade.result().isDone(); // before the last look at the steps
            UpgradeStep step = steps.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            for (; step != null; step = steps.poll()) {
                line.close();
                out.println(INDENT + UpgradeViews.step(step));
            }
            Optional<UpgradeProgress> progress = upgrade.progress();
            if (progress.isPresent() && !ended) {
                line.show(progress.get().phase(), progress.get().fraction());
            }
        }
        line.close();
        UpgradeResult result = upgrade.result().join();
        if (!result.succeeded()) {
            throw new Problem(UpgradeViews.result(result));
        }
        return UpgradeViews.result(result);
    }
}
