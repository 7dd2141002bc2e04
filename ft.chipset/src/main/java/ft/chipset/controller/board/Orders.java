package ft.chipset.controller.board;

import ft.api.device.PowerRequest;
import ft.api.io.SrcRegister;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.ControllerHost;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The board controllers: carry out what operator and guest ask for. All controllers do it alike at
 * the same boundary; only what touches a board is done by that board's controller.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Orders {
    private final FtController controller;
    private final ControllerHost host;
    private final EventDesk desk;
    private final ServerView view;
    private final Deque<Outcome> outcomes = new ArrayDeque<>();

    /** How a command of this side ended; the refusal is empty if it was carried out. */
    private record Outcome(long command, String refusal) {}

    public Orders(FtController controller, ControllerHost host, EventDesk desk) {
        this.controller = controller;
        this.host = host;
        this.desk = desk;
        view = controller.view();
    }

    /**
     * Tells the outcomes of this round's commands. At its end, when every controller has shown what
     * they led to, so that who hears of an outcome also sees it.
     */
    public void tellOutcomes() {
        for (Outcome each = outcomes.poll(); each != null; each = outcomes.poll()) {
            boolean refused = !each.refusal.isEmpty();
            host.outcome(each.command, refused ? each.refusal : "done", refused);
        }
    }

    /** Carries out a command; its outcome is told where it came from. */
    public void carryOut(Command command) {
        String refusal = "";
        try {
            order(command.order());
        } catch (ServerException e) {
            refusal = e.getMessage();
        }
        if (command.origin() == controller.id()) {
            outcomes.add(new Outcome(command.id(), refusal));
        }
    }

    /** Carries out what software has asked for through the shared resource controller. */
    public void integrate(long command) {
        String refusal = "there is no such command";
        Optional<Operation> asked = IntegrationPort.operation(command, view.systems());
        int system = asked.map(Operation::system).orElse(Math.max(0, view.states.active()));
        try {
            if (asked.isPresent()) {
                order((Record) asked.get());
                refusal = "";
            }
        } catch (ServerException e) {
            refusal = e.getMessage();
        }
        if (!refusal.isEmpty()) {
            String text =
                    String.format("command 0x%x of software is refused: %s", command, refusal);
            desk.note(system, text);
        }
        controller.integration().answered(command, !refusal.isEmpty());
    }

    private void order(Record order) throws ServerException {
        if (order instanceof Control.Hold) {
            view.held = true;
        } else if (order instanceof Control.Release) {
            view.held = false;
        } else if (order instanceof Operation.PowerOn on) {
            requireOff(on.system());
            powerOn(on.system(), "power on");
        } else if (order instanceof Operation.PowerOff off) {
            powerOff(off.system(), "power off");
        } else if (order instanceof Operation.Pull pull) {
            pull(pull);
        } else if (order instanceof Operation.Insert insert) {
            insert(insert);
        } else if (order instanceof Operation.Synchronize sync) {
            view.recoveries[sync.system()] = 0;
            requireLoop(sync.system());
            desk.ask(StateEvent.SYNC_START, sync.system(), "synchronization asked for");
        } else if (order instanceof Operation.LeaveAsync leave) {
            desk.ask(StateEvent.SW_LEAVE_ASYNC, leave.system(), "software ends Online async");
        } else if (order instanceof Operation.MakeActive active) {
            makeActive(active.system());
        } else if (order instanceof Operation.Isolate isolate) {
            desk.ask(StateEvent.ISOLATE, isolate.system(), "isolated by software");
        } else if (order instanceof Operation.Reset reset) {
            view.recoveries[reset.system()] = 0;
            desk.ask(StateEvent.RESET, reset.system(), "reset by software");
        } else if (order instanceof Operation.SelectStrategy select) {
            view.strategy = select.strategy();
            desk.note(0, "copy strategy " + select.strategy() + " is selected");
        } else if (order instanceof Operation.Inject inject) {
            controller.faults().inject(inject);
        }
    }

    /** T205 comes before T105. */
    private void requireLoop(int system) throws ServerException {
        if (view.states.state(system) == SystemState.OFFLINE
                && !controller.rounds().loops(system)) {
            throw new ServerException(
                    "The firmware of #" + system + " has not come to its loop yet; try again");
        }
    }

    private static boolean meant(int asked, int system) {
        return asked == Operation.ALL || asked == system;
    }

    private void requireOff(int system) throws ServerException {
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && (view.states.state(i) == SystemState.OFF || !view.ioBoard[i])) {
                return;
            }
        }
        throw new ServerException(
                system == Operation.ALL
                        ? "Every system has power already"
                        : "#" + system + " has power already");
    }

    private void powerOn(int system, String text) {
        boolean cold = view.states.active() < 0;
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && view.states.state(i) == SystemState.OFF) {
                if (!view.ioBoard[i]) {
                    view.ioBoard[i] = true;
                    if (i == controller.id()) {
                        controller.io().reset();
                    }
                }
                if (view.cpuBoard[i]) {
                    powerOnCpu(i, text, cold);
                }
            }
        }
        int act = -1;
        for (int i = 0; i < view.systems(); i++) {
            if (cold
                    && act < 0
                    && meant(system, i)
                    && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                act = i;
                becomeActive(i);
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                desk.raise(StateEvent.SET_SBY, i, "the board controller makes #" + i + " SBY");
                desk.raise(StateEvent.POR_REL, i, "reset released");
                desk.note("T203", i, "firmware runs");
            } else if (i == act) {
                desk.raise(StateEvent.POR_REL, i, "reset released");
                desk.note("T103", i, "firmware runs");
                desk.note("S1", i, "the server is on");
            }
        }
    }

    private void powerOnCpu(int system, String text, boolean cold) {
        if (system == controller.id()) {
            try {
                controller.slot().insert(host.newCpuSubsystem());
                controller.slot().reset(controller.io().rom());
                controller.outbound().registers().powerOnReset();
                controller.faults().cpuInserted();
                if (cold) {
                    controller.io().sharedResources().set(SrcRegister.READY, 0);
                }
            } catch (ServerException | RuntimeException e) {
                controller.rounds().notice(StateEvent.FAIL, system, e.getMessage());
            }
        }
        desk.raise(StateEvent.POR, system, text);
    }

    private void becomeActive(int system) {
        view.clock = 0;
        view.guestExit = "";
        view.held = false;
        desk.raise(StateEvent.SET_ACT, system, "the board controller makes #" + system + " ACT");
        controller.rounds().serviceStarts();
        if (system != controller.id() || controller.cpu() == null) {
            return;
        }
        try {
            ControllerHost.Boot boot = host.load(controller.cpu());
            var src = controller.io().sharedResources();
            src.set(SrcRegister.BOOT_ENTRY, boot.entry());
            src.set(SrcRegister.BOOT_TREE, boot.tree());
            src.set(SrcRegister.BOOT_ARGUMENT, boot.argument());
        } catch (ServerException e) {
            controller.rounds().notice(StateEvent.FAIL, system, e.getMessage());
        }
    }

    /** Exchanges ACT and SBY; without a service it is a cold restart (spec section 3). */
    private void makeActive(int system) throws ServerException {
        if (view.states.active() >= 0) {
            desk.ask(StateEvent.SET_ACT, system, "exchange of ACT and SBY asked for");
        } else if (view.states.state(system) != SystemState.OFFLINE_DIVIDE) {
            throw new ServerException(
                    String.format(
                            "#%d is %s; the service is booted again only on a system that is %s",
                            system, view.states.state(system), SystemState.OFFLINE_DIVIDE));
        } else {
            coldRestart(system, "cold restart asked for");
        }
    }

    /**
     * Boots the guest again on a system after the service was lost, from a power-on reset: nothing
     * of what it or the IO subsystems held before is used.
     */
    public void coldRestart(int system, String text) {
        if (view.ioBoard[controller.id()]) {
            controller.io().reset();
        }
        removeCpu(system, text);
        powerOnCpu(system, text, true);
        becomeActive(system);
        desk.raise(StateEvent.POR_REL, system, "reset released");
        desk.note("T103", system, "firmware runs");
    }

    /**
     * Rule N3: a board that goes takes its crosslink with it, and only its presence line tells the
     * others that it has gone. Where the line does not tell, they see a crosslink that is lost, and
     * behave as if it were alive: a standby system isolates itself.
     */
    private void vanish(int system) {
        if (view.presenceLost[system] && view.states.linked(system)) {
            desk.raise(
                    StateEvent.XLINK_DOWN,
                    system,
                    "crosslink lost, and the presence line of #" + system + " does not tell");
        }
    }

    private void powerOff(int system, String text) {
        view.switchingOff = true;
        for (int i = view.systems() - 1; i >= 0; i--) {
            if (meant(system, i)) {
                removeCpu(i, text);
                view.ioBoard[i] = false;
            }
        }
        view.switchingOff = false;
    }

    private void removeCpu(int system, String text) {
        if (view.states.state(system) != SystemState.OFF) {
            desk.raise(StateEvent.POWER_OFF, system, text);
        }
        if (system == controller.id()) {
            controller.dropRequest();
            controller.slot().insert(null);
        }
    }

    private void pull(Operation.Pull pull) throws ServerException {
        int system = pull.system();
        boolean[] boards = pull.board() == Board.CPU ? view.cpuBoard : view.ioBoard;
        if (!boards[system]) {
            throw new ServerException(
                    "The " + pull.board() + " board of #" + system + " is not in its slot");
        }
        boards[system] = false;
        if (pull.board() == Board.CPU) {
            vanish(system);
            removeCpu(system, "CPU board pulled");
        } else {
            desk.note(system, "IO board pulled");
        }
    }

    private void insert(Operation.Insert insert) throws ServerException {
        int system = insert.system();
        boolean[] boards = insert.board() == Board.CPU ? view.cpuBoard : view.ioBoard;
        if (boards[system]) {
            throw new ServerException(
                    "The " + insert.board() + " board of #" + system + " is in its slot already");
        }
        boards[system] = true;
        if (insert.board() == Board.CPU) {
            controller.faults().boardReplaced(system);
            powerOn(system, "CPU board inserted");
        } else {
            desk.note(system, "IO board inserted");
            if (system == controller.id()) {
                controller.io().reset();
            }
        }
    }

    /** A guest asked for power off or a reset. */
    public void endGuest(PowerRequest request) {
        if (!view.guestExit.isEmpty()) {
            return; // it asked again in the quantum before it was stopped
        }
        if (request.kind() == PowerRequest.Kind.RESET) {
            desk.note(Math.max(0, view.states.active()), "the guest asked for a reset");
            powerOff(Operation.ALL, "reset asked for by the guest");
            powerOn(Operation.ALL, "reset asked for by the guest");
            return;
        }
        view.guestExit =
                request.kind() == PowerRequest.Kind.PASS ? "pass" : "fail " + request.code();
        if (controller.id() == 0) {
            host.guestExit(view.guestExit);
        }
        desk.note(Math.max(0, view.states.active()), "the guest ended: " + view.guestExit);
    }
}
