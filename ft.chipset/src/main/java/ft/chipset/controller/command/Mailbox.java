package ft.chipset.controller.command;

import ft.api.fields.StateFields;
import ft.api.server.Operation;
import ft.chipset.controller.view.Command;
import ft.chipset.controller.view.Control;
import ft.chipset.controller.view.ServerView;
import ft.chipset.snapshot.RecordBytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How other threads reach a controller: commands for a clock, which all controllers carry out at
 * the same boundary, and questions, which this one answers while its CPU subsystem stands still.
 *
 * <p><b>Threading:</b> {@link #submit} and {@link #ask} may be called by any thread, everything
 * else by the controller's.
 */
public final class Mailbox {
    private final Queue<Scheduled> incoming = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private final int id;
    private final ServerView view;

    /** Questions that were asked before the IO subsystems had their turn at this boundary. */
    private int early;

    private record Scheduled(long clock, Command command) {}

    private record Waiting(long clock, long id, Operation operation) {}

    /** Of the controller of a system. */
    public Mailbox(int id, ServerView view) {
        this.id = id;
        this.view = view;
    }

    public void submit(long clock, Command command) {
        incoming.add(new Scheduled(clock, command));
    }

    public void ask(Runnable question) {
        questions.add(question);
    }

    /**
     * Takes over the commands that wait in the mailbox of a controller that is not run any more.
     */
    public void take(Mailbox other) {
        other.collect();
        incoming.addAll(other.scheduled);
        other.scheduled.clear();
    }

    /** Forgets the operations that are scheduled; who holds the guest still does. */
    public void forget() {
        collect();
        scheduled.removeIf(each -> each.command.order() instanceof Operation);
    }

    /** Whether there is a question. */
    public boolean isAsked() {
        return !questions.isEmpty();
    }

    /** Answers one question, if there is one. */
    public boolean answer() {
        Runnable question = questions.poll();
        if (question == null) {
            return false;
        }
        question.run();
        return true;
    }

    /** The IO subsystems are about to have their turn. */
    public void beforeTurn() {
        early = questions.size();
    }

    /**
     * Answers the questions that were asked before the IO subsystems had their turn: whatever had
     * come when somebody asked is in its place then. The others may be too early.
     */
    public void answerEarly() {
        for (int left = early; left > 0; left--) {
            answer();
        }
        early = 0;
    }

    /** Whether a command waits for this clock, or for any while the guest could go on. */
    public boolean wantsRound(long clock) {
        collect();
        for (Scheduled each : scheduled) {
            if (due(each, clock)) {
                return true;
            }
        }
        return !scheduled.isEmpty() && view.serviceRuns();
    }

    /** Moves the commands that are due into a report; the clock of the earliest that is not. */
    public long take(long clock, List<Command> report) {
        collect();
        long earliest = Long.MAX_VALUE;
        for (Iterator<Scheduled> each = scheduled.iterator(); each.hasNext(); ) {
            Scheduled next = each.next();
            if (due(next, clock)) {
                report.add(next.command);
                each.remove();
            } else {
                earliest = Math.min(earliest, next.clock);
            }
        }
        return earliest;
    }

    /**
     * What waits for its clock, for a snapshot: operations only, since nobody waits for the rest
     * where it is loaded.
     */
    public void state(StateFields fields) {
        if (!fields.isSnapshot()) {
            return; // whoever takes this one's place takes its mail as it is
        }
        collect();
        List<Waiting> waiting = new ArrayList<>();
        for (Scheduled each : scheduled) {
            if (each.command.order() instanceof Operation operation) {
                waiting.add(new Waiting(each.clock, each.command.id(), operation));
            }
        }
        byte[] all = fields.bytes("waiting", RecordBytes.write(waiting));
        if (fields.isLoading()) {
            for (Waiting each : RecordBytes.read(all, Waiting.class)) {
                submit(each.clock, new Command(id, each.id, (Record) each.operation));
            }
        }
    }

    private void collect() {
        for (Scheduled each = incoming.poll(); each != null; each = incoming.poll()) {
            scheduled.add(each);
        }
    }

    /** A guest that has ended is at the last boundary there is, so whoever waits for it is due. */
    private boolean due(Scheduled each, long clock) {
        return each.clock <= clock
                || each.command.order() instanceof Control && !view.guestExit.isEmpty();
    }
}
