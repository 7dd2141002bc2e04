package ft.chipset.state;

import static ft.api.state.Mode.ACT;
import static ft.api.state.Mode.SBY;
import static ft.api.state.StateEvent.*;
import static ft.api.state.SystemState.*;
import static ft.chipset.state.Condition.*;
import static ft.chipset.state.Party.BYSTANDER;
import static ft.chipset.state.Party.SUBJECT;
import static ft.chipset.state.Processing.DUPLICATION;
import static ft.chipset.state.Processing.ERROR;
import static ft.chipset.state.Processing.FALLBACK;
import static ft.chipset.state.Processing.NONE;
import static ft.chipset.state.Processing.RESYNCHRONIZATION;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The state table of spec section 3, for one system: state × (event, party, mode) → rules, of which
 * the first whose condition holds applies. What is not listed is refused.
 *
 * <p>The specification writes the table for pairs. Writing it for one system that sees an event as
 * subject or as bystander gives the same transitions for two systems, and has a meaning for three.
 */
public final class StateTable {
    /** Events that concern every system; each system is a subject. */
    public static final Set<StateEvent> COMMON =
            EnumSet.of(
                    SYNC_RESET,
                    CHECK_OK,
                    CHECK_NG,
                    BUS_MISMATCH,
                    IO_MISMATCH,
                    IOQ_FULL,
                    TRACE_ALMOST_FULL,
                    TRACE_FULL,
                    SW_LEAVE_ASYNC,
                    OUTPUT_MISMATCH,
                    COPY_DONE,
                    SMI,
                    CTX_DONE);

    private static final Mode[] ANY = Mode.values();

    private final ImmutableTable<SystemState, Cause, ImmutableList<Rule>> table = build();

    /** The rules for one system and event; empty if the pair is not listed. */
    List<Rule> rules(SystemState state, StateEvent event, Party party, Mode mode) {
        ImmutableList<Rule> rules = table.get(state, new Cause(event, party, mode));
        return rules == null ? List.of() : rules;
    }

    private static ImmutableTable<SystemState, Cause, ImmutableList<Rule>> build() {
        StateTableBuilder t = new StateTableBuilder();

        // Power-on, FIG. 9
        t.on(POR, SUBJECT, OFF, ANY).to(OFFLINE_DIVIDE, SBY);
        t.on(POR, SUBJECT, FAULT, ANY).to(OFFLINE_DIVIDE, SBY);
        t.on(SET_ACT, SUBJECT, OFFLINE_DIVIDE, ANY).when(NOBODY_SERVES, ONLINE_DIVIDE, ACT, NONE);
        t.on(SET_SBY, SUBJECT, OFFLINE_DIVIDE, ANY).to(OFFLINE_DIVIDE, SBY);
        t.on(POR_REL, SUBJECT, ONLINE_DIVIDE, ANY).stay();
        t.on(POR_REL, SUBJECT, OFFLINE_DIVIDE, ANY).stay();

        // Exchange of ACT and SBY: only where both provide the service and are proven equal.
        t.on(SET_ACT, SUBJECT, ONLINE_SYNC, SBY).when(NOBODY_JOINS, ONLINE_SYNC, ACT, NONE);
        t.on(SET_ACT, BYSTANDER, ONLINE_SYNC, ACT).to(ONLINE_SYNC, SBY);
        t.on(SET_ACT, BYSTANDER, OFFLINE_DIVIDE, ANY).to(OFFLINE_DIVIDE, SBY);

        crosslink(t);

        // First synchronization, FIG. 10
        t.on(SYNC_START, SUBJECT, OFFLINE, ANY)
                .when(OTHER_CAN_GIVE, RECOVER_OFFLINE, null, DUPLICATION);
        for (SystemState giver : List.of(ONLINE_READY, ONLINE_SYNC)) {
            t.on(SYNC_START, BYSTANDER, giver, ANY).when(ALWAYS, giver, null, DUPLICATION);
        }
        for (StateEvent step : List.of(COPY_DONE, SMI, CTX_DONE)) {
            t.on(step, SUBJECT, ONLINE_READY, ANY).stay();
            t.on(step, SUBJECT, ONLINE_SYNC, ANY).when(OTHER_RECOVERS, ONLINE_SYNC, null, NONE);
            t.on(step, SUBJECT, RECOVER_OFFLINE, ANY).stay();
        }
        t.on(COPY_ERROR, SUBJECT, RECOVER_OFFLINE, ANY).fault();
        t.on(SYNC_RESET, SUBJECT, ONLINE_READY, ANY).when(TRANSFERRED, PRE_ONLINE_SYNC, null, NONE);
        t.on(SYNC_RESET, SUBJECT, ONLINE_SYNC, ANY).when(TRANSFERRED, ONLINE_SYNC, null, NONE);
        t.on(SYNC_RESET, SUBJECT, RECOVER_OFFLINE, ANY)
                .when(TRANSFERRED, PRE_ONLINE_SYNC, SBY, NONE);
        t.on(CHECK_OK, SUBJECT, PRE_ONLINE_SYNC, ANY).to(ONLINE_SYNC, null);

        // Pre online sync: whatever is found, it is SBY that goes ([0064])
        t.on(CHECK_NG, SUBJECT, PRE_ONLINE_SYNC, ACT).when(ALWAYS, ONLINE_READY, null, ERROR);
        t.on(CHECK_NG, SUBJECT, PRE_ONLINE_SYNC, SBY).fault();
        // With the pair it joins in disagreement, a third system waits until that is settled.
        t.on(BUS_MISMATCH, SUBJECT, PRE_ONLINE_SYNC, SBY)
                .when(PROVEN_TRACE_BUS, OFFLINE, SBY, NONE);
        t.on(IO_MISMATCH, SUBJECT, PRE_ONLINE_SYNC, SBY).when(BESIDE_PROVEN, OFFLINE, SBY, NONE);
        t.on(BUS_MISMATCH, SUBJECT, RECOVER_OFFLINE, SBY)
                .when(PROVEN_TRACE_BUS, OFFLINE, SBY, NONE);
        t.on(IO_MISMATCH, SUBJECT, RECOVER_OFFLINE, SBY).when(PROVEN_TRACE_IO, OFFLINE, SBY, NONE);
        for (StateEvent mismatch : List.of(BUS_MISMATCH, IO_MISMATCH)) {
            t.on(mismatch, SUBJECT, PRE_ONLINE_SYNC, ACT)
                    .when(REPAIRING, PRE_ONLINE_SYNC, null, NONE)
                    .when(ALWAYS, ONLINE_READY, null, ERROR);
            t.on(mismatch, SUBJECT, PRE_ONLINE_SYNC, SBY)
                    .when(REPAIRING, PRE_ONLINE_SYNC, null, NONE)
                    .when(ALWAYS, FAULT, SBY, ERROR);
        }
        t.on(OUTPUT_MISMATCH, SUBJECT, PRE_ONLINE_SYNC, ACT)
                .when(REPAIRING, ONLINE_READY, null, FALLBACK);
        t.on(OUTPUT_MISMATCH, SUBJECT, PRE_ONLINE_SYNC, SBY)
                .when(REPAIRING, RECOVER_OFFLINE, null, FALLBACK);

        // Disagreement and resynchronization, FIG. 11
        t.on(BUS_MISMATCH, SUBJECT, ONLINE_SYNC, ANY)
                .when(BUS_COMPARATOR, ONLINE_ASYNC, null, NONE);
        t.on(IO_MISMATCH, SUBJECT, ONLINE_SYNC, ACT)
                .when(TRACE_ON_IO_MISMATCH, ONLINE_ASYNC, null, NONE)
                .when(ALWAYS, ONLINE_READY, null, ERROR);
        t.on(IO_MISMATCH, SUBJECT, ONLINE_SYNC, SBY)
                .when(TRACE_ON_IO_MISMATCH, ONLINE_ASYNC, null, NONE)
                .when(ALWAYS, FAULT, SBY, ERROR);
        t.on(BUS_MISMATCH, SUBJECT, ONLINE_ASYNC, ANY).stay();
        t.on(IO_MISMATCH, SUBJECT, ONLINE_ASYNC, ANY).stay();
        for (StateEvent leave : List.of(TRACE_ALMOST_FULL, TRACE_FULL, IOQ_FULL, SW_LEAVE_ASYNC)) {
            t.on(leave, SUBJECT, ONLINE_ASYNC, ACT)
                    .when(ALWAYS, ONLINE_READY, null, RESYNCHRONIZATION);
            // One at a time is brought back from the trace; others join it later.
            t.on(leave, SUBJECT, ONLINE_ASYNC, SBY)
                    .when(FIRST_STANDBY, PRE_OFFLINE, null, RESYNCHRONIZATION)
                    .when(ALWAYS, OFFLINE, null, RESYNCHRONIZATION);
        }
        t.on(SMI_ACK_ALL, SUBJECT, PRE_OFFLINE, ANY).to(RECOVER_OFFLINE, null);
        t.on(ACK_TIMEOUT, SUBJECT, PRE_OFFLINE, ANY).fault();
        t.on(ACK_TIMEOUT, SUBJECT, RECOVER_OFFLINE, ANY).fault();

        faults(t);
        t.on(RESET, SUBJECT, FAULT, ANY)
                .when(LINKED_TO_SERVICE, OFFLINE, SBY, NONE)
                .when(ALWAYS, OFFLINE_DIVIDE, SBY, NONE);
        powerOff(t);
        return t.build();
    }

    /**
     * The crosslink of a system; the enable is a level (N2), so a side that is ST2 already stays.
     *
     * <p>Of two systems ACT goes on alone. Of more, those that are still connected and proven go on
     * if they are two at least: the one that is cut off isolates itself even if it is ACT, so that
     * the redundancy is kept and nobody ever serves beside them.
     */
    private static void crosslink(StateTableBuilder t) {
        t.on(XLINK_UP, SUBJECT, OFFLINE_DIVIDE, ANY).when(OTHER_SERVES, OFFLINE, null, NONE);
        for (SystemState alone : List.of(ONLINE_DIVIDE, ONLINE_READY)) {
            t.on(XLINK_UP, BYSTANDER, alone, ANY).when(SUBJECT_DIVIDED, ONLINE_READY, null, NONE);
        }

        for (SystemState state : List.of(OFF, ONLINE_DIVIDE, OFFLINE_DIVIDE, FAULT)) {
            t.on(XLINK_DOWN, SUBJECT, state, ANY).stay();
        }
        t.on(XLINK_DOWN, SUBJECT, ONLINE_READY, ANY).to(ONLINE_DIVIDE, null);
        t.on(XLINK_DOWN, BYSTANDER, ONLINE_READY, ANY).when(CUT_OFF, ONLINE_DIVIDE, null, NONE);
        for (SystemState state : List.of(OFFLINE, RECOVER_OFFLINE, PRE_OFFLINE)) {
            t.on(XLINK_DOWN, SUBJECT, state, ANY).to(OFFLINE_DIVIDE, null);
            t.on(XLINK_DOWN, BYSTANDER, state, ANY)
                    .when(HANDED_OVER, OFFLINE, null, NONE)
                    .when(SUBJECT_SERVED, OFFLINE_DIVIDE, null, NONE);
        }
        for (SystemState state : List.of(PRE_ONLINE_SYNC, ONLINE_SYNC, ONLINE_ASYNC)) {
            t.on(XLINK_DOWN, SUBJECT, state, ACT)
                    .when(HANDED_OVER, FAULT, SBY, ERROR)
                    .when(ALWAYS, ONLINE_DIVIDE, null, NONE);
            t.on(XLINK_DOWN, SUBJECT, state, SBY).fault();
            t.on(XLINK_DOWN, BYSTANDER, state, ACT)
                    .when(PAIR_REMAINS, state, null, NONE)
                    .when(CUT_OFF, ONLINE_DIVIDE, null, NONE)
                    .when(ALWAYS, ONLINE_READY, null, ERROR);
        }
        t.on(XLINK_DOWN, BYSTANDER, PRE_ONLINE_SYNC, SBY)
                .when(GIVER_REMAINS, PRE_ONLINE_SYNC, null, NONE)
                .when(HANDED_OVER, OFFLINE, SBY, NONE)
                .when(SUBJECT_SERVED, FAULT, SBY, ERROR)
                .when(BESIDE_PROVEN, OFFLINE, SBY, NONE)
                .when(PAIR_REMAINS, PRE_ONLINE_SYNC, null, NONE);
        t.on(XLINK_DOWN, BYSTANDER, ONLINE_SYNC, SBY)
                .when(HEIR, ONLINE_SYNC, ACT, ERROR)
                .when(PAIR_REMAINS, ONLINE_SYNC, null, NONE)
                .when(ALWAYS, FAULT, SBY, ERROR);
        t.on(XLINK_DOWN, BYSTANDER, ONLINE_ASYNC, SBY)
                .when(SUBJECT_SERVED, FAULT, SBY, ERROR)
                .when(PAIR_REMAINS, ONLINE_ASYNC, null, NONE);
    }

    /** Located faults, isolation, and the verdict of a majority. */
    private static void faults(StateTableBuilder t) {
        for (StateEvent fail : List.of(FAIL, ISOLATE, OUTVOTED)) {
            leavesDuplication(t, fail);
            t.on(fail, SUBJECT, ONLINE_SYNC, ANY).fault();
            t.on(fail, SUBJECT, ONLINE_ASYNC, ANY).fault();
            // Pre online sync: it is SBY that goes, even if the fault is ACT's ([0064])
            t.on(fail, SUBJECT, PRE_ONLINE_SYNC, SBY).fault();
            t.on(fail, SUBJECT, PRE_ONLINE_SYNC, ACT).when(ALWAYS, ONLINE_READY, null, ERROR);
            t.on(fail, BYSTANDER, PRE_ONLINE_SYNC, SBY).fault();
        }
        for (StateEvent fail : List.of(FAIL, ISOLATE)) {
            for (SystemState state :
                    List.of(
                            ONLINE_DIVIDE,
                            ONLINE_READY,
                            OFFLINE_DIVIDE,
                            OFFLINE,
                            RECOVER_OFFLINE,
                            PRE_OFFLINE)) {
                t.on(fail, SUBJECT, state, ANY).fault();
            }
        }
    }

    /** Power off, board pulled. */
    private static void powerOff(StateTableBuilder t) {
        for (SystemState state : SystemState.values()) {
            if (state != OFF) {
                t.on(POWER_OFF, SUBJECT, state, ANY).to(OFF, SBY);
            }
        }
        leavesDuplication(t, POWER_OFF);
        t.on(POWER_OFF, BYSTANDER, PRE_ONLINE_SYNC, SBY).when(ALWAYS, ONLINE_READY, ACT, ERROR);
    }

    /**
     * What the others do when a system goes that may have been one of the duplicated. Two that are
     * left stay as they are; one that is left serves alone.
     */
    private static void leavesDuplication(StateTableBuilder t, StateEvent event) {
        for (SystemState state : List.of(ONLINE_SYNC, ONLINE_ASYNC)) {
            t.on(event, BYSTANDER, state, ANY)
                    .when(HEIR, state, ACT, ERROR)
                    .when(PAIR_REMAINS, state, null, NONE)
                    .when(ALWAYS, ONLINE_READY, ACT, ERROR);
        }
        t.on(event, BYSTANDER, PRE_ONLINE_SYNC, ACT)
                .when(PAIR_REMAINS, PRE_ONLINE_SYNC, null, NONE)
                .when(ALWAYS, ONLINE_READY, null, ERROR);
        // A third system that joins does so beside two that are proven, with ACT as the source.
        t.on(event, BYSTANDER, PRE_ONLINE_SYNC, SBY)
                .when(GIVER_REMAINS, PRE_ONLINE_SYNC, null, NONE)
                .when(BESIDE_PROVEN, OFFLINE, SBY, ERROR)
                .when(PAIR_REMAINS, PRE_ONLINE_SYNC, null, NONE);
        // N1: ST7, ST8 and ST9 exist only beside a side in service.
        for (SystemState state : List.of(OFFLINE, RECOVER_OFFLINE, PRE_OFFLINE)) {
            t.on(event, BYSTANDER, state, ANY).when(ORPHANED, OFFLINE_DIVIDE, SBY, ERROR);
        }
        t.on(event, BYSTANDER, RECOVER_OFFLINE, ANY).when(GIVER_LOST, OFFLINE, SBY, ERROR);
    }
}
