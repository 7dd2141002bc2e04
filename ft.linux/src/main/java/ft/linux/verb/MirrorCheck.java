package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.server.Board;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.PrintStream;
import java.util.List;

/**
 * Proves that files survive an IO board that is exchanged: Linux mirrors the disks of both IO
 * subsystems (md RAID 1), takes one out, works on while its board is away, takes it in again, and
 * compares both disks block by block. Everything is typed on the guest's console.
 */
final class MirrorCheck {
    private static final String READY = "Linux ";
    private static final String ANSWER = "host: command ";
    private static final int SYSTEM = 1;

    private final FtServerFactory factory;
    private final GuestProgram guest;
    private final PrintStream out;
    private final PrintStream err;
    private int commands;

    MirrorCheck(FtServerFactory factory, GuestProgram guest, PrintStream out, PrintStream err) {
        this.factory = factory;
        this.guest = guest;
        this.out = out;
        this.err = err;
    }

    /** Something that is done, typed or to a board. */
    @FunctionalInterface
    private interface Step {
        boolean go(LinuxRun run) throws VerbException, InterruptedException;
    }

    /** Does it. */
    int run(ServerDescription description)
            throws ServerException, VerbException, InterruptedException {
        out.println("Linux with a mirror of both disks; the IO board of #" + SYSTEM + " goes");
        List<Step> steps =
                List.of(
                        run -> run.await(() -> run.hasLine(READY)),
                        run -> typed(run, "mirror start"),
                        run -> typed(run, "work /mnt 1 6"),
                        run -> typed(run, "mirror fail " + SYSTEM),
                        run -> board(run, new Operation.Pull(SYSTEM, Board.IO), "is pulled"),
                        run -> typed(run, "work /mnt 2 6"),
                        run -> board(run, new Operation.Insert(SYSTEM, Board.IO), "is put back"),
                        run -> typed(run, "mirror back " + SYSTEM),
                        run -> typed(run, "mirror wait"),
                        run -> typed(run, "mirror check"),
                        run -> typed(run, "cd /mnt/work1 && sha256sum -c sums >/dev/null"),
                        run -> typed(run, "cd /mnt/work2 && sha256sum -c sums >/dev/null"));
        try (LinuxRun run =
                new LinuxRun(
                        factory, description, guest, line -> err.println("    guest | " + line))) {
            for (Step step : steps) {
                if (!step.go(run)) {
                    out.println("  That failed.");
                    return Verb.BAD;
                }
            }
        }
        out.println("No file is lost, and both disks hold the same.");
        return Verb.OK;
    }

    private boolean board(LinuxRun run, Operation operation, String what)
            throws VerbException, InterruptedException {
        run.order(operation);
        say(run, "the IO board of #" + SYSTEM + " " + what);
        return true;
    }

    /** The answer is made of two parts, so that the echo of what is typed does not look like it. */
    private boolean typed(LinuxRun run, String command) throws VerbException, InterruptedException {
        commands++;
        String answer = ANSWER + commands;
        say(run, command);
        run.type("( " + command + " ); echo host: \"command " + commands + "\" ended with $?\n");
        return run.await(() -> run.hasLine(answer + " ended"))
                && run.hasLine(answer + " ended with 0");
    }

    private void say(LinuxRun run, String what) {
        out.printf("  %11d  %s%n", run.clock(), what);
        out.flush();
    }
}
