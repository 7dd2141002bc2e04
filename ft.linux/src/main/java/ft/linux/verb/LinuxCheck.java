package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.server.Board;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proves that Linux does not notice a pulled CPU board: boots it in one system that nothing
 * disturbs, and again on the pair, with each CPU board pulled once while it works, and compares all
 * that it wrote and all that it left behind.
 */
final class LinuxCheck {
    /** What runs in the initial RAM disk. */
    static final String TASK = "ft.task=proof";

    private static final String BEGIN = "work 1: ";
    private static final String END = "init: proof ended with 0";
    private static final String DIGEST = ": digest ";

    /** Between a board that is pulled and its return: 0.1 s of guest time. */
    private static final long AWAY_CYCLES = 10_000_000;

    private final FtServerFactory factory;
    private final GuestProgram guest;
    private final PrintStream out;
    private final PrintStream err;

    LinuxCheck(FtServerFactory factory, GuestProgram guest, PrintStream out, PrintStream err) {
        this.factory = factory;
        this.guest = guest;
        this.out = out;
        this.err = err;
    }

    /** What a run left behind. */
    private record Left(String console, String exit, Probe probe) {
        List<String> digests() {
            return console.lines()
                    .filter(line -> line.contains(DIGEST))
                    .map(String::strip)
                    .toList();
        }

        List<String> log() {
            return console.lines().filter(line -> line.startsWith("[")).toList();
        }
    }

    /**
     * Does it.
     *
     * @param simplex a server that never synchronizes its systems
     * @param duplex the same that does
     */
    int run(ServerDescription simplex, ServerDescription duplex)
            throws ServerException, VerbException, InterruptedException {
        out.println("Linux in one system, undisturbed");
        Left calm = calm(simplex);
        if (!isWell(calm)) {
            return Verb.BAD;
        }
        out.println("Linux on the pair, each CPU board pulled once while it works");
        Left disturbed = disturbed(duplex);
        if (disturbed == null || !isWell(disturbed)) {
            return Verb.BAD;
        }
        return compare(calm, disturbed);
    }

    private Left calm(ServerDescription description)
            throws ServerException, VerbException, InterruptedException {
        try (LinuxRun run = new LinuxRun(factory, description, guest, this::show)) {
            run.await(() -> false);
            return left(run);
        }
    }

    private Left disturbed(ServerDescription description)
            throws ServerException, VerbException, InterruptedException {
        try (LinuxRun run = new LinuxRun(factory, description, guest, this::show)) {
            if (!reached(run, run.await(run::isInStep), "a pair in step")) {
                return null;
            }
            say(run, "both systems run in step");
            if (!reached(
                    run, run.await(() -> run.console().hasLine(BEGIN) && run.isInStep()), "work")) {
                return null;
            }
            for (int system : new int[] {1, 0}) {
                if (!pull(run, system)) {
                    return null;
                }
            }
            run.await(() -> false);
            return left(run);
        }
    }

    private boolean pull(LinuxRun run, int system) throws VerbException, InterruptedException {
        run.order(new Operation.Pull(system, Board.CPU));
        say(run, "the CPU board of #" + system + " is pulled");
        long back = run.clock() + AWAY_CYCLES;
        if (!reached(run, run.await(() -> run.clock() >= back), "the return of a board")) {
            return false;
        }
        run.order(new Operation.Insert(system, Board.CPU));
        say(run, "it is put back, and synchronized");
        if (!reached(run, run.await(run::isInStep), "both systems in step again")) {
            return false;
        }
        say(run, "both systems run in step again");
        return true;
    }

    private boolean reached(LinuxRun run, boolean so, String what) {
        if (!so) {
            out.println("  Linux ended (" + run.exit() + ") before there was " + what + ".");
        }
        return so;
    }

    private void say(LinuxRun run, String what) {
        out.printf("  %11d  %s%n", run.clock(), what);
        out.flush();
    }

    private void show(String line) {
        err.println("    guest | " + line);
    }

    private static Left left(LinuxRun run) throws VerbException, InterruptedException {
        return new Left(run.console().text(), run.exit(), run.probe());
    }

    private boolean isWell(Left left) {
        left.digests().forEach(line -> out.println("  " + line));
        boolean well =
                left.exit.equals("pass") && left.console.lines().anyMatch(l -> l.startsWith(END));
        if (!well) {
            out.println("  Its work failed, or it did not power off (" + left.exit + ").");
        }
        return well;
    }

    private int compare(Left calm, Left disturbed) {
        Map<String, List<Object>> pairs = new LinkedHashMap<>();
        pairs.put("digests of the work", List.of(calm.digests(), disturbed.digests()));
        pairs.put("the kernel's log, with its times", List.of(calm.log(), disturbed.log()));
        pairs.put("text on the console", List.of(calm.console, disturbed.console));
        pairs.put("instructions retired", List.of(calm.probe.retired(), disturbed.probe.retired()));
        pairs.put("clock", List.of(calm.probe.clock(), disturbed.probe.clock()));
        pairs.put(
                "output, with its clock values",
                List.of(calm.probe.output(), disturbed.probe.output()));
        pairs.put(
                "main storage",
                List.of(first(calm.probe.memory()), first(disturbed.probe.memory())));
        pairs.put(
                "context", List.of(first(calm.probe.context()), first(disturbed.probe.context())));
        boolean equal = true;
        out.println("Compared:");
        for (Map.Entry<String, List<Object>> each : pairs.entrySet()) {
            boolean same = each.getValue().get(0).equals(each.getValue().get(1));
            equal &= same;
            out.printf("  %-33s %s%n", each.getKey(), same ? "equal" : "DIFFERS");
        }
        out.println(
                equal
                        ? "Linux has noticed nothing, until clock " + calm.probe.clock() + "."
                        : "Linux has noticed something.");
        return equal ? Verb.OK : Verb.BAD;
    }

    private static Object first(List<String> digests) {
        return digests.isEmpty() ? "" : digests.get(0);
    }
}
