package ft.chipset.state;

import ft.api.fields.StateFields;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.snapshot.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * States and modes of all systems of a server, and the flags the table's conditions need. Every FT
 * controller holds one and applies the same events in the same order to it, so all agree without
 * asking each other.
 *
 * <p><b>Threading:</b> owned by one thread.
 */
public final class ServerStates {
    private final SystemState[] states;
    private final Mode[] modes;
    private Policy policy;
    private final StateTable table;
    private final boolean[] linked;
    private boolean copied;
    private boolean contextTransferred;
    private boolean repairing;

    /** All systems off. */
    public ServerStates(int systems, Policy policy) {
        states = new SystemState[systems];
        modes = new Mode[systems];
        linked = new boolean[systems];
        Arrays.fill(states, SystemState.OFF);
        Arrays.fill(modes, Mode.SBY);
        this.policy = policy;
        table = new StateTable();
    }

    /** A copy. */
    public ServerStates(ServerStates other) {
        states = other.states.clone();
        modes = other.modes.clone();
        policy = other.policy;
        table = other.table;
        linked = other.linked.clone();
        copied = other.copied;
        contextTransferred = other.contextTransferred;
        repairing = other.repairing;
    }

    /**
     * What happened to one system.
     *
     * @param system its number
     * @param from state before
     * @param to state after
     * @param modeBefore mode before
     * @param mode mode after
     * @param processing what follows
     */
    public record Change(
            int system,
            SystemState from,
            SystemState to,
            Mode modeBefore,
            Mode mode,
            Processing processing) {}

    /**
     * Answer to an event.
     *
     * @param refused whether the table has no such transition; then nothing changed
     * @param changes one entry for each system with a rule for the event, changed or not
     */
    public record Answer(boolean refused, List<Change> changes) {
        /**
         * The processing that is to be run now (P6 FIG. 7). The rules of one event select no more
         * than one, in whichever systems they apply.
         */
        public Processing processing() {
            for (Change change : changes) {
                if (change.processing() != Processing.NONE) {
                    return change.processing();
                }
            }
            return Processing.NONE;
        }
    }

    /** All of it, for a snapshot. */
    public void state(StateFields fields) {
        fields.version(1);
        Fields.constants(fields, "state", states, SystemState.class);
        Fields.constants(fields, "mode", modes, Mode.class);
        Fields.flags(fields, "linked", linked);
        copied = fields.flag("copied", copied);
        contextTransferred = fields.flag("contextTransferred", contextTransferred);
        repairing = fields.flag("repairing", repairing);
    }

    /** Number of systems. */
    public int systems() {
        return states.length;
    }

    /** State of a system. */
    public SystemState state(int system) {
        return states[system];
    }

    /** Mode of a system. */
    public Mode mode(int system) {
        return modes[system];
    }

    /** The options the conditions look at. */
    public Policy policy() {
        return policy;
    }

    /** Other options hold from now on. */
    public void policy(Policy newPolicy) {
        policy = newPolicy;
    }

    /** Whether the crosslink of a system is enabled and reaches another one; a level. */
    public boolean linked(int system) {
        return linked[system];
    }

    /** Whether any two systems are connected. */
    public boolean linked() {
        for (boolean each : linked) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    /** Whether the memory copy of the running synchronization is complete. */
    public boolean copied() {
        return copied;
    }

    /** Whether the CPU context of the running synchronization has been transferred. */
    public boolean contextTransferred() {
        return contextTransferred;
    }

    /** Whether differences in Pre online sync may still be repaired. */
    public boolean repairing() {
        return repairing;
    }

    /** Sets whether differences in Pre online sync may still be repaired. */
    public void repairing(boolean value) {
        repairing = value;
    }

    /** The system that provides the service and is ACT; -1 if there is none. */
    public int active() {
        for (int i = 0; i < states.length; i++) {
            if (states[i].isOnline() && modes[i] == Mode.ACT) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether a system has a voice in who is wrong: it is duplicated, and proven equal if any is.
     */
    public boolean votes(int system) {
        return states[system] == SystemState.ONLINE_SYNC
                || states[system].isDuplicated() && count(SystemState.ONLINE_SYNC) == 0;
    }

    /** Systems in a state. */
    public int count(SystemState state) {
        int count = 0;
        for (SystemState each : states) {
            if (each == state) {
                count++;
            }
        }
        return count;
    }

    /**
     * Applies an event.
     *
     * @param subject the system it is about; ignored for {@link StateTable#COMMON} events
     */
    public Answer apply(StateEvent event, int subject) {
        boolean common = StateTable.COMMON.contains(event);
        Rule[] chosen = new Rule[states.length];
        boolean refused = true;
        for (int i = 0; i < states.length; i++) {
            Party party = common || i == subject ? Party.SUBJECT : Party.BYSTANDER;
            chosen[i] = choose(event, party, i, subject);
            if (party == Party.SUBJECT && chosen[i] != null) {
                refused = false;
            }
        }
        if (refused || splits(event, chosen)) {
            return new Answer(true, List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            if (chosen[i] != null) {
                Mode mode = chosen[i].mode() == null ? modes[i] : chosen[i].mode();
                changes.add(
                        new Change(
                                i,
                                states[i],
                                chosen[i].to(),
                                modes[i],
                                mode,
                                chosen[i].processing()));
            }
        }
        for (Change change : changes) {
            states[change.system()] = change.to();
            modes[change.system()] = change.mode();
        }
        note(event, subject);
        return new Answer(false, List.copyOf(changes));
    }

    /** Events that move a pair together must find a rule on both sides, or on none. */
    private static final Set<StateEvent> TOGETHER =
            EnumSet.of(
                    StateEvent.SYNC_RESET,
                    StateEvent.COPY_DONE,
                    StateEvent.SMI,
                    StateEvent.CTX_DONE);

    private boolean splits(StateEvent event, Rule[] chosen) {
        if (!TOGETHER.contains(event)) {
            return false;
        }
        long found = Arrays.stream(chosen).filter(rule -> rule != null).count();
        return found < 2 && !(event == StateEvent.SMI && count(SystemState.PRE_OFFLINE) > 0);
    }

    private Rule choose(StateEvent event, Party party, int self, int subject) {
        for (Rule rule : table.rules(states[self], event, party, modes[self])) {
            if (rule.when().holds(this, self, subject)) {
                return rule;
            }
        }
        return null;
    }

    private void note(StateEvent event, int subject) {
        switch (event) {
            case COPY_DONE -> copied = true;
            case CTX_DONE -> contextTransferred = true;
            case SYNC_START, SYNC_RESET, SMI_ACK_ALL, OUTPUT_MISMATCH -> {
                copied = false;
                contextTransferred = false;
            }
            case XLINK_UP -> {
                linked[subject] = true;
                linked[active()] = true;
            }
            case XLINK_DOWN -> cut(subject);
            default -> {}
        }
        if (count(SystemState.RECOVER_OFFLINE) == 0) {
            copied = false;
            contextTransferred = false;
        }
        if (count(SystemState.PRE_ONLINE_SYNC) == 0) {
            repairing = repairing && count(SystemState.RECOVER_OFFLINE) > 0;
        }
    }

    /** A link that reaches nobody any more is down at both ends. */
    private void cut(int system) {
        linked[system] = false;
        int connected = 0;
        for (boolean each : linked) {
            connected += each ? 1 : 0;
        }
        if (connected == 1) {
            Arrays.fill(linked, false);
        }
    }
}
