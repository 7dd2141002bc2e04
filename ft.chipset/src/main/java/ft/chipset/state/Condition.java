package ft.chipset.state;

import static ft.api.state.SystemState.OFFLINE_DIVIDE;
import static ft.api.state.SystemState.ONLINE_ASYNC;
import static ft.api.state.SystemState.ONLINE_DIVIDE;
import static ft.api.state.SystemState.ONLINE_READY;
import static ft.api.state.SystemState.ONLINE_SYNC;
import static ft.api.state.SystemState.PRE_OFFLINE;
import static ft.api.state.SystemState.PRE_ONLINE_SYNC;
import static ft.api.state.SystemState.RECOVER_OFFLINE;

import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.function.IntPredicate;

/**
 * What must hold beside state, event and mode for a {@link Rule} to apply. "Proven" is a system in
 * Online sync: what it holds was found equal to what the others hold.
 */
public enum Condition {
    /** Nothing more. */
    ALWAYS,
    /** No other system provides the service. */
    NOBODY_SERVES,
    /** Another system provides the service. */
    OTHER_SERVES,
    /** Another system provides the service and both its crosslink and this one's are connected. */
    LINKED_TO_SERVICE,
    /** Another system can be the source of a synchronization, and nobody is being synchronized. */
    OTHER_CAN_GIVE,
    /** The event is about a system that is Offline divide, so that both can be connected. */
    SUBJECT_DIVIDED,
    /** The system the event is about was the one in service. */
    SUBJECT_SERVED,
    /** Two or more systems in this state are left without the system the event is about. */
    PAIR_REMAINS,
    /** So they are, the system the event is about was ACT, and this is the first of them. */
    HEIR,
    /** The system the event is about was ACT among proven ones, of which two or more are left. */
    HANDED_OVER,
    /** Another system is proven: this one joins two that are. */
    BESIDE_PROVEN,
    /** ACT is another one than the event is about, and two or more proven systems are left. */
    GIVER_REMAINS,
    /** The system the event is about was the source of this one's synchronization. */
    GIVER_LOST,
    /** Nobody is left in service. */
    ORPHANED,
    /** No other crosslink is connected without that of the system the event is about. */
    CUT_OFF,
    /** Nobody is being synchronized. */
    NOBODY_JOINS,
    /** This is the first of those in this state that are SBY. */
    FIRST_STANDBY,
    /** Another system is a copy destination. */
    OTHER_RECOVERS,
    /** The CPU-bus comparators are fitted (P6 [0065]). */
    BUS_COMPARATOR,
    /** An IO-access disagreement starts the trace (spec X17). */
    TRACE_ON_IO_MISMATCH,
    /** Others are proven and begin to trace by a disagreement on the CPU bus. */
    PROVEN_TRACE_BUS,
    /** Others are proven and begin to trace by an IO-access disagreement. */
    PROVEN_TRACE_IO,
    /** The undetected-data pass of P17 may still repair differences (spec section 3). */
    REPAIRING,
    /** Copy and context transfer are complete, so that the sync reset may come. */
    TRANSFERRED;

    boolean holds(ServerStates states, int self, int subject) {
        Others others = new Others(states, self, subject);
        return switch (this) {
            case ALWAYS -> true;
            case NOBODY_SERVES -> others.none(SystemState::isOnline);
            case OTHER_SERVES -> others.any(SystemState::isOnline);
            case LINKED_TO_SERVICE ->
                    states.linked(self) && others.any(s -> s.isOnline() && s != ONLINE_DIVIDE);
            case OTHER_CAN_GIVE ->
                    states.linked(self)
                            && others.any(s -> s == ONLINE_READY || s == ONLINE_SYNC)
                            && others.none(Condition::joins);
            case SUBJECT_DIVIDED -> states.state(subject) == OFFLINE_DIVIDE;
            case SUBJECT_SERVED -> states.active() == subject;
            case PAIR_REMAINS -> others.remain(states.state(self)) >= 2;
            case HEIR ->
                    states.active() == subject
                            && states.state(subject) == states.state(self)
                            && others.remain(states.state(self)) >= 2
                            && others.isFirst();
            case HANDED_OVER -> states.active() == subject && others.remain(ONLINE_SYNC) >= 2;
            case BESIDE_PROVEN -> others.any(s -> s == ONLINE_SYNC);
            case GIVER_REMAINS -> states.active() != subject && others.remain(ONLINE_SYNC) >= 2;
            case GIVER_LOST -> states.active() == subject;
            case ORPHANED -> states.active() == subject && others.onlineWithoutSubject() == 0;
            case CUT_OFF -> others.linkedWithoutSubject() == 0;
            case NOBODY_JOINS -> others.none(Condition::joins);
            case FIRST_STANDBY -> others.isFirstStandby();
            case OTHER_RECOVERS -> others.any(s -> s == RECOVER_OFFLINE);
            case BUS_COMPARATOR -> states.policy().busComparator();
            case TRACE_ON_IO_MISMATCH -> states.policy().traceOnIoMismatch();
            case PROVEN_TRACE_BUS ->
                    states.policy().busComparator() && others.any(s -> s == ONLINE_SYNC);
            case PROVEN_TRACE_IO ->
                    states.policy().traceOnIoMismatch() && others.any(s -> s == ONLINE_SYNC);
            case REPAIRING -> states.repairing();
            case TRANSFERRED -> states.copied() && states.contextTransferred();
        };
    }

    private static boolean joins(SystemState state) {
        return state == RECOVER_OFFLINE
                || state == PRE_OFFLINE
                || state == PRE_ONLINE_SYNC
                || state == ONLINE_ASYNC;
    }

    /** The systems as one of them sees them. */
    private record Others(ServerStates states, int self, int subject) {
        boolean any(java.util.function.Predicate<SystemState> is) {
            return count(i -> i != self && is.test(states.state(i))) > 0;
        }

        boolean none(java.util.function.Predicate<SystemState> is) {
            return !any(is);
        }

        /** Systems in a state without the one the event is about. */
        int remain(SystemState state) {
            return count(i -> i != subject && states.state(i) == state);
        }

        int onlineWithoutSubject() {
            return count(i -> i != subject && states.state(i).isOnline());
        }

        int linkedWithoutSubject() {
            return count(i -> i != self && i != subject && states.linked(i));
        }

        /** Whether this is the first of those in its state without the one of the event. */
        boolean isFirst() {
            return count(i -> i < self && i != subject && states.state(i) == states.state(self))
                    == 0;
        }

        boolean isFirstStandby() {
            return count(
                            i ->
                                    i < self
                                            && states.mode(i) == Mode.SBY
                                            && states.state(i) == states.state(self))
                    == 0;
        }

        private int count(IntPredicate which) {
            int count = 0;
            for (int i = 0; i < states.systems(); i++) {
                count += which.test(i) ? 1 : 0;
            }
            return count;
        }
    }
}
