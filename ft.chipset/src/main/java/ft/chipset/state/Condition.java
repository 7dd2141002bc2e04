package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.SystemState;

/** What must hold beside state, event and mode for a {@link Rule} to apply. */
public enum Condition {
    /** Nothing more. */
    ALWAYS,
    /** No other system provides the service. */
    NOBODY_SERVES,
    /** A system whose crosslink is connected provides the service alone. */
    OTHER_READY,
    /** Another system is Offline divide, so that both can be connected. */
    OTHER_DIVIDED,
    /** Another system serves alone, so that this one can be connected to it. */
    OTHER_SERVES_ALONE,
    /** The system the event is about was the one in service. */
    SUBJECT_SERVED,
    /** The CPU-bus comparators are fitted (P6 [0065]). */
    BUS_COMPARATOR,
    /** An IO-access disagreement starts the trace (spec X17). */
    TRACE_ON_IO_MISMATCH,
    /** The undetected-data pass of P17 may still repair differences (spec section 3). */
    REPAIRING,
    /** Copy and context transfer are complete, so that the sync reset may come. */
    TRANSFERRED;

    boolean holds(ServerStates states, int self, int subject) {
        return switch (this) {
            case ALWAYS -> true;
            case NOBODY_SERVES -> !anyOther(states, self, SystemState::isOnline);
            case OTHER_READY ->
                    states.linked() && anyOther(states, self, s -> s == SystemState.ONLINE_READY);
            case OTHER_DIVIDED -> anyOther(states, self, s -> s == SystemState.OFFLINE_DIVIDE);
            case OTHER_SERVES_ALONE ->
                    anyOther(
                            states,
                            self,
                            s -> s == SystemState.ONLINE_DIVIDE || s == SystemState.ONLINE_READY);
            case SUBJECT_SERVED ->
                    states.state(subject).isOnline() && states.mode(subject) == Mode.ACT;
            case BUS_COMPARATOR -> states.policy().busComparator();
            case TRACE_ON_IO_MISMATCH -> states.policy().traceOnIoMismatch();
            case REPAIRING -> states.repairing();
            case TRANSFERRED -> states.copied() && states.contextTransferred();
        };
    }

    private static boolean anyOther(
            ServerStates states, int self, java.util.function.Predicate<SystemState> is) {
        for (int i = 0; i < states.systems(); i++) {
            if (i != self && is.test(states.state(i))) {
                return true;
            }
        }
        return false;
    }
}
