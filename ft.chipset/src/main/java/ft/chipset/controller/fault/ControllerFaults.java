package ft.chipset.controller.fault;

import ft.api.crosslink.CrosslinkPort;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults in the FT controller and on its board. All controllers are told; each does what there is
 * to do at its own side.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class ControllerFaults {
    private final FtController controller;
    private final EventDesk desk;
    private final ServerView view;
    private final List<Strike> strikes = new ArrayList<>();

    ControllerFaults(FtController controller, EventDesk desk) {
        this.controller = controller;
        this.desk = desk;
        view = controller.view();
    }

    /** Whether a fault is seen as a state event, which cannot be raised while another one is. */
    static boolean raisesEvents(Fault fault) {
        return fault instanceof Fault.CpuFailure || fault instanceof Fault.CrosslinkLoss;
    }

    /**
     * Strikes.
     *
     * @return whether that was all; if not, the side that is struck tells later what was hit
     */
    boolean strike(int id, Fault fault) throws ServerException {
        int system = fault.system();
        boolean mine = system == controller.id();
        if (fault instanceof Fault.CpuFailure) {
            desk.ask(StateEvent.FAIL, system, "located hardware fault (injected)");
        } else if (fault instanceof Fault.CrosslinkLoss loss) {
            crosslink(system, loss.up());
        } else if (fault instanceof Fault.PresenceLoss loss) {
            view.presenceLost[system] = !loss.up();
        } else if (fault instanceof Fault.CopyFailure failure) {
            if (mine) {
                controller.resync().failAfter(failure.pages());
            }
        } else if (fault instanceof Fault.ComparatorStuck comparator) {
            view.comparators.stick(comparator);
        } else if (fault instanceof Fault.QueueFlip queue) {
            if (mine) {
                String what = "entry of #" + queue.from() + " in a queue of #" + system;
                controller.outbound().damageNext(queue.from(), queue.bit(), () -> hit(id, what));
            }
            return false;
        } else if (fault instanceof Fault.TraceLoss loss) {
            if (mine) {
                controller.trace().lose(loss.count(), () -> hit(id, "trace memory"));
            }
            return false;
        } else if (fault instanceof Fault.ResetSkew skew) {
            if (mine) {
                controller
                        .service()
                        .skewNextReset(skew.cycles(), () -> hit(id, "synchronization reset"));
            }
            return false;
        } else if (fault instanceof Fault.SmiAckLoss loss) {
            if (mine) {
                controller
                        .service()
                        .loseAcknowledgements(loss.count(), () -> hit(id, "SMI acknowledgement"));
            }
            return false;
        } else if (fault instanceof Fault.ChecksumFault sums) {
            if (mine) {
                controller.checksumUnit().fail(sums, () -> hit(id, "checksum unit"));
            }
            return false;
        } else {
            throw new ServerException("The fault '" + fault.text() + "' is not there yet");
        }
        return true;
    }

    private void crosslink(int system, boolean up) {
        view.crosslinkLost[system] = !up;
        if (!up && view.states.linked(system)) {
            desk.raise(StateEvent.XLINK_DOWN, system, "crosslink lost (injected)");
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
        if (system == controller.id()) {
            controller.trace().sound();
            controller.checksumUnit().sound();
            controller.service().sound();
        }
    }

    private void hit(int id, String what) {
        strikes.add(new Strike(id, view.clock, what));
    }

    List<Strike> takeStrikes() {
        List<Strike> taken = List.copyOf(strikes);
        strikes.clear();
        return taken;
    }
}
