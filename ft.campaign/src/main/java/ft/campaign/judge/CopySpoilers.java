package ft.campaign.judge;

import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.resync.CopyScope;
import ft.api.server.ResyncReport;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults that spoil copies, and traces that tell what to copy, from their arming until a
 * resynchronization shows that they are over: one that began after the strike, copied everything,
 * which uses up whatever was to go wrong a number of times, and passed the full memory check.
 *
 * <p>Before that nobody can say what a copy brings over. Afterwards every invariant is asked again.
 */
final class CopySpoilers {
    /** One of them. */
    private static final class Spoiler {
        final Fault fault;
        boolean struck;
        boolean outlived;

        Spoiler(Fault fault) {
            this.fault = fault;
        }

        boolean has(FaultEffect effect) {
            return FaultEffect.of(FaultKind.of(fault)).contains(effect);
        }
    }

    private final List<Spoiler> spoilers = new ArrayList<>();

    /** A fault waits for its victim; one that hits copies is heard of when the copy is over. */
    void armed(Fault fault) {
        add(fault);
    }

    /** A fault has struck; the first of those that were armed, if there are several equal ones. */
    void struck(Fault fault) {
        spoilers.stream()
                        .filter(spoiler -> !spoiler.struck && spoiler.fault.equals(fault))
                        .findFirst()
                        .orElseGet(() -> add(fault))
                        .struck =
                true;
    }

    private Spoiler add(Fault fault) {
        Spoiler spoiler = new Spoiler(fault);
        if (spoiler.has(FaultEffect.CORRUPTS_COPIES)) {
            spoilers.add(spoiler);
        }
        return spoiler;
    }

    /** Follows what has happened until a boundary. */
    void follow(Boundary b) {
        for (ResyncReport report : b.reports) {
            if (report.succeeded() && report.scope() == CopyScope.FULL) {
                spoilers.removeIf(s -> s.outlived && !s.has(FaultEffect.STAYS));
            }
        }
        spoilers.removeIf(
                s ->
                        s.struck
                                && s.has(FaultEffect.STAYS)
                                && b.systems[s.fault.system()].state == SystemState.OFF);
        if (b.happened(StateEvent.SYNC_START)) {
            spoilers.forEach(s -> s.outlived |= s.struck);
        }
    }

    /** Whether one of them may have an effect. */
    boolean may(FaultEffect effect) {
        return spoilers.stream().anyMatch(s -> s.has(effect));
    }
}
