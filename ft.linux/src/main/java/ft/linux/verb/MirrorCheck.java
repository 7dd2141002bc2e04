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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Proves that files survive a system that is exchanged as a whole: Linux mirrors the disks of both
 * IO subsystems (md RAID 1). While it works there, IO board and CPU board of a system are pulled;
 * it works on with the disk that is left, takes the other in again when it is back, and compares
 * both, block by block. Then the same with the other system, at the console that is left.
 */
final class MirrorCheck {
    private static final String READY = "Linux ";
    private static final String PLACE = "/mnt";
    private static final int FILES = 6;

    /** 300 s of guest time: nothing here takes a tenth of that. */
    private static final long PATIENCE = 30_000_000_000L;

    private final FtServerFactory factory;
    private final GuestProgram guest;
    private final PrintStream out;
    private final PrintStream err;
    private final List<String> done = new ArrayList<>();
    private LinuxRun run;
    private Terminal terminal;
    private int commands;

    MirrorCheck(FtServerFactory factory, GuestProgram guest, PrintStream out, PrintStream err) {
        this.factory = factory;
        this.guest = guest;
        this.out = out;
        this.err = err;
    }

    /** Something did not come about as it should. */
    private static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String sentence) {
            super(sentence);
        }
    }

    /** Does it. */
    int run(ServerDescription description)
            throws ServerException, VerbException, InterruptedException {
        out.println("Linux with a mirror of both disks; each system is exchanged as a whole");
        try (LinuxRun linux = new LinuxRun(factory, description, guest, this::show)) {
            run = linux;
            await(run::isInStep, "both systems run in step");
            sitDown(1);
            sitDown(0);
            typed("mirror start");
            work(FILES);
            exchange(1);
            exchange(0);
            sitDown(0);
            typed("mirror status");
            terminal.type("exit\n");
            await(() -> !run.exit().isEmpty(), "Linux has powered off");
            if (!run.exit().equals("pass")) {
                throw new FailedException("Linux ended with " + run.exit());
            }
        } catch (FailedException e) {
            out.println("  " + e.getMessage() + ".");
            return Verb.BAD;
        }
        out.println("No file is lost, and both disks hold the same.");
        return Verb.OK;
    }

    private void exchange(int system) throws VerbException, InterruptedException, FailedException {
        sitDown(1 - system);
        long sessions = run.terminal(system).lines(READY);
        int round = done.size() + 1;
        begin("work " + PLACE + " " + round + " " + FILES);
        String begun = "work " + round + ": " + FILES + " sources";
        await(() -> terminal.hasLine(begun), "it writes");
        order(new Operation.Pull(system, Board.IO), "the IO board of #" + system + " is pulled");
        order(new Operation.Pull(system, Board.CPU), "and its CPU board");
        end();
        done.add(PLACE + "/work" + round);
        await(() -> !run.hasIoBoard(system), "the IO board has no power any more");
        typed("mirror degraded");
        typed("sync");
        work(FILES / 2);
        verify();
        order(new Operation.Insert(system, Board.CPU), "the CPU board is put back");
        order(new Operation.Insert(system, Board.IO), "and the IO board");
        typed("mirror back " + system);
        work(FILES / 2);
        typed("mirror wait");
        typed("! mirror degraded");
        typed("mirror check");
        verify();
        await(run::isInStep, "both systems run in step again");
        await(
                () -> sessions(system) > sessions,
                "the console of #" + system + " has a session again");
    }

    private long sessions(int system) {
        try {
            return run.terminal(system).lines(READY);
        } catch (VerbException e) {
            throw new IllegalStateException(e); // it was there before
        }
    }

    private void work(int files) throws VerbException, InterruptedException, FailedException {
        int round = done.size() + 1;
        typed("work " + PLACE + " " + round + " " + files);
        done.add(PLACE + "/work" + round);
    }

    /** Every file is read from the disks, and is what was written. */
    private void verify() throws VerbException, InterruptedException, FailedException {
        typed("sync; echo 3 >/proc/sys/vm/drop_caches");
        typed(
                "for w in "
                        + String.join(" ", done)
                        + "; do cd $w && sha256sum -c sums >/dev/null || exit 1; done");
    }

    /** Goes to the console of an IO subsystem; the kernel's log is not to disturb answers there. */
    private void sitDown(int io) throws VerbException, InterruptedException, FailedException {
        terminal = run.terminal(io);
        await(() -> terminal.isAsked(READY), "there is a shell on the UART of IO subsystem #" + io);
        typed("dmesg -n 1");
    }

    private void order(Operation operation, String what)
            throws VerbException, InterruptedException {
        run.order(operation);
        say(what);
    }

    private void typed(String command) throws VerbException, InterruptedException, FailedException {
        begin(command);
        end();
    }

    /** The answer is made of two parts, so that the echo of what is typed does not look like it. */
    private void begin(String command) throws VerbException {
        commands++;
        say(command);
        terminal.type(
                "( " + command + " ); echo host: \"command " + commands + "\" ended with $?\n");
    }

    private void end() throws VerbException, InterruptedException, FailedException {
        Pattern answer = Pattern.compile("host: command " + commands + " ended with (\\d+)\\r?\\n");
        await(() -> !terminal.find(answer).isEmpty(), "");
        String status = terminal.find(answer).get(0);
        if (!status.equals("0")) {
            throw new FailedException("That ended with " + status);
        }
    }

    private void await(BooleanSupplier condition, String what)
            throws VerbException, InterruptedException, FailedException {
        if (!run.await(condition, PATIENCE)) {
            throw new FailedException(
                    run.exit().isEmpty()
                            ? "That took longer than " + PATIENCE + " cycles"
                            : "Linux has ended (" + run.exit() + ") before");
        }
        if (!what.isEmpty()) {
            say(what);
        }
    }

    private void say(String what) {
        out.printf("  %11d  %s%n", run.clock(), what);
        out.flush();
    }

    private void show(String line) {
        err.println("    guest | " + line);
    }
}
