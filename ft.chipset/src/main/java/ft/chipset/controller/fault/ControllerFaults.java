package ft.chipset.controller.fault;

import ft.api.crosslink.CrosslinkPort;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Faults in the FT controller and on its board. All controllers are told; each does what there is
 * to do at its own side.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class ControllerFaults {
    /** Faults that are seen as a state event, which cannot be raised while another one is. */
    private static final Set<Class<? extends Fault>> EVENTS =
            Set.of(Fault.CpuFailure.class, Fault.CrosslinkLoss.class);

    /** Faults that wait at their side for what they are to hit. */
    private static final Set<Class<? extends Fault>> WAITING =
            Set.of(
                    Fault.QueueFlip.class,
                    Fault.TraceLoss.class,
                    Fault.ResetSkew.class,
                    Fault.SmiAckLoss.class,
                    Fault.ChecksumFault.class);

    private final Side side;
    private final ServerView view;
    private final EventDesk events;
    private final Struck struck;
    private final Map<Class<? extends Fault>, Effect<?>> effects = new HashMap<>();
    private final List<Strike> strikes = new ArrayList<>();

    /** Strikes; whether that was all. */
    @FunctionalInterface
    private interface Strikes<F extends Fault> {
        boolean strike(F fault, Consumer<String> hears) throws ServerException;
    }

    /** What a kind of fault does. */
    private record Effect<F extends Fault>(Class<F> type, Strikes<F> strikes) {
        boolean strike(Fault fault, Consumer<String> hears) throws ServerException {
            return strikes.strike(type.cast(fault), hears);
        }
    }

    /** What all controllers do. */
    @FunctionalInterface
    private interface Everywhere<F extends Fault> {
        void strike(F fault) throws ServerException;
    }

    ControllerFaults(Side side, Outlets outlets, Struck struck) {
        this.side = side;
        this.struck = struck;
        view = side.view();
        events = outlets.events();
        everywhere(
                Fault.CpuFailure.class,
                fault ->
                        events.ask(
                                StateEvent.FAIL,
                                fault.system(),
                                "located hardware fault (injected)"));
        everywhere(Fault.CrosslinkLoss.class, loss -> crosslink(loss.system(), loss.up()));
        everywhere(Fault.PresenceLoss.class, loss -> view.presenceLost[loss.system()] = !loss.up());
        everywhere(Fault.ComparatorStuck.class, view.comparators::stick);
        everywhere(
                Fault.CopyFailure.class,
                failure -> {
                    if (failure.system() == side.id()) {
                        struck.copies().failAfter(failure.pages());
                    }
                });
        atItsSide(
                Fault.QueueFlip.class,
                (flip, hears) -> {
                    String what = "entry of #" + flip.from() + " in a queue of #" + flip.system();
                    struck.requests().damageNext(flip.from(), flip.bit(), () -> hears.accept(what));
                });
        atItsSide(
                Fault.TraceLoss.class,
                (loss, hears) ->
                        struck.trace().lose(loss.count(), () -> hears.accept("trace memory")));
        atItsSide(
                Fault.ResetSkew.class,
                (skew, hears) ->
                        struck.service()
                                .skewNextReset(
                                        skew.cycles(),
                                        () -> hears.accept("synchronization reset")));
        atItsSide(
                Fault.SmiAckLoss.class,
                (loss, hears) ->
                        struck.service()
                                .loseAcknowledgements(
                                        loss.count(), () -> hears.accept("SMI acknowledgement")));
        atItsSide(
                Fault.ChecksumFault.class,
                (sums, hears) ->
                        struck.checksums().fail(sums, () -> hears.accept("checksum unit")));
    }

    /** All controllers do the same, and then it has struck. */
    private <F extends Fault> void everywhere(Class<F> type, Everywhere<F> effect) {
        Strikes<F> strikes =
                (fault, hears) -> {
                    effect.strike(fault);
                    return true;
                };
        effects.put(type, new Effect<>(type, strikes));
    }

    /** The side that is struck waits for the victim, and tells when it has come. */
    private <F extends Fault> void atItsSide(
            Class<F> type, BiConsumer<F, Consumer<String>> effect) {
        Strikes<F> strikes =
                (fault, hears) -> {
                    if (fault.system() == side.id()) {
                        effect.accept(fault, hears);
                    }
                    return false;
                };
        effects.put(type, new Effect<>(type, strikes));
    }

    /** Whether a fault is seen as a state event, which cannot be raised while another one is. */
    static boolean raisesEvents(Fault fault) {
        return EVENTS.contains(fault.getClass());
    }

    /**
     * Strikes.
     *
     * @return whether that was all; if not, the side that is struck tells later what was hit
     */
    boolean strike(int id, Fault fault) throws ServerException {
        Effect<?> effect = effects.get(fault.getClass());
        if (effect == null) {
            throw new ServerException("The fault '" + fault.text() + "' is not there yet");
        }
        return effect.strike(fault, what -> strikes.add(new Strike(id, view.clock, what)));
    }

    /** A fault that waits here for its victim waits again, after a snapshot was loaded. */
    void await(int id, Fault fault) {
        Effect<?> effect = effects.get(fault.getClass());
        if (effect == null || !WAITING.contains(fault.getClass())) {
            return;
        }
        try {
            effect.strike(fault, what -> strikes.add(new Strike(id, view.clock, what)));
        } catch (ServerException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void crosslink(int system, boolean up) {
        view.crosslinkLost[system] = !up;
        if (!up && view.states.linked(system)) {
            events.raise(StateEvent.XLINK_DOWN, system, "crosslink lost (injected)");
        }
    }

    /** A link that is beyond repetition is down for access traffic. */
    void linkStruck(Fault.LinkFault fault) {
        boolean lost =
                fault.manner() == Fault.Mishap.DROP || fault.manner() == Fault.Mishap.CORRUPT;
        if (lost && (fault.count() == 0 || fault.count() > CrosslinkPort.REPETITIONS)) {
            // The end that is not in service loses it: the others go on as they were.
            boolean sends = fault.system() == view.states.active();
            crosslink(sends ? fault.peer() : fault.system(), false);
        }
    }

    /** A system has another board: what was stuck on the old one has gone with it. */
    void boardReplaced(int system) {
        view.comparators.replaced(system);
        if (system == side.id()) {
            struck.trace().sound();
            struck.checksums().sound();
            struck.service().sound();
        }
    }

    /** Moves what struck here to a list. */
    void takeStrikes(List<Strike> all) {
        all.addAll(strikes);
        strikes.clear();
    }
}
