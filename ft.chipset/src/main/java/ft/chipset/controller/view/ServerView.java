package ft.chipset.controller.view;

import ft.api.fields.StateFields;
import ft.api.history.Moment;
import ft.api.server.ServerDescription;
import ft.api.state.SystemState;
import ft.chipset.description.Options;
import ft.chipset.snapshot.Fields;
import ft.chipset.state.Policy;
import ft.chipset.state.ServerStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * All that the controllers of a server know alike: states, boards, the clock of the service, what
 * is held. Each controller has one and changes it only by what all have seen, in the same order.
 */
public final class ServerView {
    public final ServerStates states;

    /** Whether the CPU board of a system is in its slot. */
    public final boolean[] cpuBoard;

    /** Where the next CPU board of a system comes from. */
    public final Fitting[] fitted;

    /** Whether the IO board of a system is in its slot and has power. */
    public final boolean[] ioBoard;

    /** Whether the IO board of a system was pulled, so that power does not bring it back. */
    public final boolean[] ioBoardPulled;

    /** Clock at which the IO board of a system loses power, because it was pulled; or never. */
    public final long[] ioBoardLeaves;

    /** Rounds a system has run firmware since its power-on reset; T203 before T204. */
    public final int[] biosRounds;

    /** Times a system was recovered from Fault without being asked, since it was last in step. */
    public final int[] recoveries;

    /** Whether a system in Fault may be recovered without being asked. */
    public final boolean[] recoverable;

    /** Whether a fault has cut the crosslink of a system. */
    public final boolean[] crosslinkLost;

    /** Whether a fault keeps the presence line of a system from telling (N3). */
    public final boolean[] presenceLost;

    /** The system that was the last one in service, -1 before the first. */
    public int lastActive = -1;

    /** Whether power is being switched off because somebody asked for it. */
    public boolean switchingOff;

    /** Next alarm of each IO subsystem. */
    public final long[] nextAlarm;

    /** What comparators are believed, and which are stuck. */
    public final Comparators comparators;

    /** Number of the running round. */
    public long round;

    /** Clock of the CPU subsystem in service at the last boundary. */
    public long clock;

    /** Rounds spent in Online async. */
    public int asyncRounds;

    /** How often a guest was booted. */
    public int boots;

    /** Rounds at this clock in which something was asked for while the guest stood still. */
    public int pauses;

    /** When what is decided in this round takes effect. */
    public Moment moment = Moment.BEGINNING;

    /** Whether the guest stands still for the next round of a script. */
    public boolean paused;

    /** Whether a script waits for the round that begins it. */
    public boolean armed;

    /** Whether the guest is held by an operator. */
    public boolean held;

    /** Snapshots that somebody waits for; they are taken at the end of a quiet round. */
    public final List<Long> wantedSaves = new ArrayList<>();

    /** Whether a snapshot is being taken: nothing goes on until it is. */
    public boolean saving;

    /** How the guest ended by itself, or empty. */
    public String guestExit = "";

    private ServerDescription description;

    public ServerView(ServerDescription description) {
        int systems = description.systems();
        this.description = description;
        states = new ServerStates(systems, policy());
        comparators = new Comparators(systems);
        cpuBoard = new boolean[systems];
        fitted = new Fitting[systems];
        ioBoard = new boolean[systems];
        ioBoardPulled = new boolean[systems];
        ioBoardLeaves = new long[systems];
        biosRounds = new int[systems];
        recoveries = new int[systems];
        recoverable = new boolean[systems];
        crosslinkLost = new boolean[systems];
        presenceLost = new boolean[systems];
        nextAlarm = new long[systems];
        Arrays.fill(cpuBoard, true);
        Arrays.fill(fitted, Fitting.NONE);
        Arrays.fill(nextAlarm, Long.MAX_VALUE);
        Arrays.fill(ioBoardLeaves, Long.MAX_VALUE);
    }

    /** What a disagreement of IO accesses leads to is said whenever there is one. */
    private Policy policy() {
        return new Policy(description.busComparator(), description.busComparator());
    }

    /** The server with the options that are in force now. */
    public ServerDescription description() {
        return description;
    }

    /** Other options are in force from now on. */
    public void configure(ServerDescription changed) {
        description = changed;
        states.policy(policy());
    }

    /** All of it, for a snapshot. */
    public void state(StateFields fields) {
        fields.version(1);
        states.state(fields.part("states", this));
        comparators.state(fields.part("comparators", this));
        Fields.flags(fields, "cpuBoard", cpuBoard);
        for (int i = 0; i < systems(); i++) {
            fitted[i] = fitted[i].state("fitted" + i, fields);
        }
        Fields.flags(fields, "ioBoard", ioBoard);
        Fields.flags(fields, "ioBoardPulled", ioBoardPulled);
        Fields.numbers(fields, "ioBoardLeaves", ioBoardLeaves);
        Fields.numbers(fields, "biosRounds", biosRounds);
        Fields.numbers(fields, "recoveries", recoveries);
        Fields.flags(fields, "recoverable", recoverable);
        Fields.flags(fields, "crosslinkLost", crosslinkLost);
        Fields.flags(fields, "presenceLost", presenceLost);
        Fields.numbers(fields, "nextAlarm", nextAlarm);
        lastActive = (int) fields.number("lastActive", lastActive);
        round = fields.number("round", round);
        clock = fields.number("clock", clock);
        boots = (int) fields.number("boots", boots);
        pauses = (int) fields.number("pauses", pauses);
        moment = new Moment(boots, clock, pauses);
        asyncRounds = (int) fields.number("asyncRounds", asyncRounds);
        held = fields.flag("held", held);
        guestExit = fields.text("guestExit", guestExit);
        options(fields);
    }

    /** An older snapshot has the strategy only. */
    private void options(StateFields fields) {
        String strategy = fields.text("strategy", description.strategy());
        String options = fields.text("options", Options.changeable(description));
        if (fields.isLoading()) {
            configure(Options.restore(description, strategy, options));
        }
    }

    public int systems() {
        return states.systems();
    }

    /** Whether the guest of the service advances in this round. */
    public boolean serviceRuns() {
        return states.active() >= 0 && !held && !saving && !paused && guestExit.isEmpty();
    }

    /** How many systems are in service. */
    public int serves() {
        int count = 0;
        for (int i = 0; i < systems(); i++) {
            count += states.state(i).isOnline() ? 1 : 0;
        }
        return count;
    }

    /** Whether two systems run the guest. */
    public boolean duplicated() {
        int active = states.active();
        return active >= 0 && states.state(active).isDuplicated();
    }

    /** Whether a system is in Pre online sync beside others that are proven equal. */
    public boolean joins(int system) {
        return system >= 0
                && states.state(system) == SystemState.PRE_ONLINE_SYNC
                && states.count(SystemState.ONLINE_SYNC) > 0;
    }

    /**
     * The first system of a strict majority.
     *
     * @param values what each system with a voice says
     * @return -1 if more than half of them do not say the same
     */
    public int majority(IntToLongFunction values) {
        int voters = 0;
        for (int i = 0; i < systems(); i++) {
            voters += states.votes(i) ? 1 : 0;
        }
        for (int i = 0; i < systems(); i++) {
            int like = 0;
            for (int j = 0; j < systems() && states.votes(i); j++) {
                boolean same = values.applyAsLong(j) == values.applyAsLong(i);
                like += states.votes(j) && same ? 1 : 0;
            }
            if (2 * like > voters) {
                return i;
            }
        }
        return -1;
    }

    /** Whether two systems can send frames to each other that a lost crosslink does not carry. */
    public boolean connected(int system, int other) {
        return system == other || !crosslinkLost[system] && !crosslinkLost[other];
    }

    /** Whether a synchronization is under way. */
    public boolean synchronizing() {
        return states.count(SystemState.RECOVER_OFFLINE) > 0
                || states.count(SystemState.PRE_OFFLINE) > 0
                || states.count(SystemState.PRE_ONLINE_SYNC) > 0;
    }

    /**
     * Whether nothing is under way that a snapshot cannot have: a copy strategy's session, a pair
     * that is out of step.
     */
    public boolean isQuiet() {
        return !synchronizing() && states.count(SystemState.ONLINE_ASYNC) == 0;
    }

    /** The system that is being synchronized, -1 if none. */
    public int destination() {
        int active = states.active();
        for (int i = 0; i < systems(); i++) {
            SystemState state = states.state(i);
            if (i != active
                    && (state == SystemState.RECOVER_OFFLINE
                            || state == SystemState.PRE_OFFLINE
                            || state == SystemState.PRE_ONLINE_SYNC)) {
                return i;
            }
        }
        return -1;
    }
}
