package ft.chipset.controller.command;

import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.access.AccessRegisters;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;
import ft.chipset.controller.view.ServerView;

/**
 * Power and boards: what the board controllers do when a system is switched on or off, or a board
 * is pulled or inserted. All controllers do it alike; only what touches a board is done by that
 * board's controller.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Power {
    private final Side side;
    private final IoSubsystem io;
    private final AccessRegisters registers;
    private final FaultDesk faults;
    private final Notices notices;
    private final Ejector ejector;
    private final ControllerHost host;
    private final EventDesk events;
    private final Journal journal;
    private final ServerView view;

    /** Whether the guest is to be put into the own main storage in this round. */
    private boolean boots;

    public Power(
            Side side,
            IoSubsystem io,
            AccessRegisters registers,
            FaultDesk faults,
            Notices notices,
            Ejector ejector,
            Outlets outlets) {
        this.side = side;
        this.io = io;
        this.registers = registers;
        this.faults = faults;
        this.notices = notices;
        this.ejector = ejector;
        host = outlets.host();
        events = outlets.events();
        journal = outlets.journal();
        view = side.view();
    }

    private static boolean meant(int asked, int system) {
        return asked == Operation.ALL || asked == system;
    }

    /** Power on, which an operator asks for. */
    void on(int system) throws ServerException {
        for (int i = 0; i < view.systems(); i++) {
            boolean dark = view.states.state(i) == SystemState.OFF || isOff(i);
            if (meant(system, i) && dark) {
                on(system, "power on");
                return;
            }
        }
        throw new ServerException(
                system == Operation.ALL
                        ? "Every system has power already"
                        : "#" + system + " has power already");
    }

    /** Whether an IO board is in its slot without power. */
    private boolean isOff(int system) {
        return !view.ioBoard[system] && !view.ioBoardPulled[system];
    }

    private void on(int system, String text) {
        boolean cold = view.states.active() < 0;
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && view.states.state(i) == SystemState.OFF) {
                ejector.end(i);
                if (isOff(i)) {
                    view.ioBoard[i] = true;
                    if (i == side.id()) {
                        io.reset();
                    }
                }
                if (view.cpuBoard[i]) {
                    powerOnCpu(i, text, cold);
                }
            }
        }
        int act = cold ? candidate(system) : -1;
        if (act >= 0) {
            becomeActive(act);
        }
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                events.raise(StateEvent.SET_SBY, i, "the board controller makes #" + i + " SBY");
                events.raise(StateEvent.POR_REL, i, "reset released");
                journal.note("T203", i, "firmware runs");
            } else if (i == act) {
                events.raise(StateEvent.POR_REL, i, "reset released");
                journal.note("T103", i, "firmware runs");
                journal.note("S1", i, "the server is on");
            }
        }
    }

    /**
     * The system that boots the guest: the first that can, but for those whose IO board was pulled,
     * where firmware would not find what it is to boot.
     */
    private int candidate(int system) {
        int first = -1;
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i) && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                if (view.ioBoard[i]) {
                    return i;
                }
                first = first < 0 ? i : first;
            }
        }
        return first;
    }

    private void powerOnCpu(int system, String text, boolean cold) {
        if (system == side.id() && startBoard(system) && cold) {
            io.sharedResources().set(SrcRegister.READY, 0);
        }
        events.raise(StateEvent.POR, system, text);
    }

    /**
     * A reset of a board that could not be made when it was to get power, because its processor was
     * not there, makes it.
     */
    void makeUp(int system) {
        if (system == side.id() && side.cpu() == null && view.cpuBoard[system]) {
            startBoard(system);
        }
    }

    private boolean startBoard(int system) {
        try {
            side.slot()
                    .insert(
                            host.newCpuSubsystem(
                                    system,
                                    view.fitted[system],
                                    remark -> journal.step("", system, remark)));
            // The host may not have heard yet what was configured in this round.
            side.cpu().use(view.description().engine(system));
            side.slot().reset(io.rom());
            registers.powerOnReset();
            faults.cpuInserted();
            return true;
        } catch (ServerException e) {
            notices.add(StateEvent.FAIL, system, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            notices.add(StateEvent.FAIL, system, "the CPU board does not start: " + e);
        }
        return false;
    }

    private void becomeActive(int system) {
        for (int i = 0; i < view.systems(); i++) {
            ejector.end(i); // its guest has gone, and so has the clock
        }
        view.clock = 0;
        view.boots++;
        view.pauses = 0;
        view.guestExit = "";
        view.held = false;
        events.raise(StateEvent.SET_ACT, system, "the board controller makes #" + system + " ACT");
        host.devices(side.id(), io.deviceTree());
        boots = system == side.id() && side.cpu() != null;
    }

    /**
     * Puts the guest into main storage, if it was decided in this round that this system boots it:
     * as late as that, because by now all have told what is in their slots.
     */
    public void boot() {
        if (!boots) {
            return;
        }
        boots = false;
        try {
            ControllerHost.Boot boot = host.load(view.moment, side.cpu());
            SharedResources src = io.sharedResources();
            src.set(SrcRegister.BOOT_ENTRY, boot.entry());
            src.set(SrcRegister.BOOT_TREE, boot.tree());
            src.set(SrcRegister.BOOT_ARGUMENT, boot.argument());
        } catch (ServerException e) {
            notices.add(StateEvent.FAIL, side.id(), e.getMessage());
        }
    }

    /** Another system is in service: what was to be booted here is not any more. */
    public void bootNothing() {
        boots = false;
    }

    /**
     * Boots the guest again on a system after the service was lost, from a power-on reset: nothing
     * of what it or the IO subsystems held before is used.
     */
    public void coldRestart(int system, String text) {
        if (view.ioBoard[side.id()]) {
            io.reset();
        }
        removeCpu(system, text);
        powerOnCpu(system, text, true);
        becomeActive(system);
        events.raise(StateEvent.POR_REL, system, "reset released");
        journal.note("T103", system, "firmware runs");
    }

    /** Power off and on again. */
    void cycle(String text) {
        off(Operation.ALL, text);
        on(Operation.ALL, text);
    }

    void off(int system, String text) {
        view.switchingOff = true;
        for (int i = view.systems() - 1; i >= 0; i--) {
            if (meant(system, i)) {
                removeCpu(i, text);
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            if (meant(system, i)) {
                ejector.open(i);
            }
        }
        view.switchingOff = false;
    }

    private void removeCpu(int system, String text) {
        if (view.states.state(system) != SystemState.OFF) {
            events.raise(StateEvent.POWER_OFF, system, text);
        }
        if (system == side.id()) {
            side.slot().insert(null);
        }
    }

    void pull(Operation.Pull pull) throws ServerException {
        int system = pull.system();
        boolean[] boards = pull.board() == Board.CPU ? view.cpuBoard : view.ioBoard;
        if (!boards[system]) {
            throw new ServerException(
                    "The " + pull.board() + " board of #" + system + " is not in its slot");
        }
        if (pull.board() == Board.CPU) {
            boards[system] = false;
            vanish(system);
            removeCpu(system, "CPU board pulled");
        } else if (ejector.isLeaving(system)) {
            throw new ServerException("The IO board of #" + system + " is on its way out already");
        } else {
            journal.note(system, "IO board pulled");
            view.ioBoardPulled[system] = true;
            ejector.open(system);
        }
    }

    /**
     * Rule N3: a board that goes takes its crosslink with it, and only its presence line tells the
     * others that it has gone. Where the line does not tell, they see a crosslink that is lost, and
     * behave as if it were alive: a standby system isolates itself.
     */
    private void vanish(int system) {
        if (view.presenceLost[system] && view.states.linked(system)) {
            events.raise(
                    StateEvent.XLINK_DOWN,
                    system,
                    "crosslink lost, and the presence line of #" + system + " does not tell");
        }
    }

    void insert(Operation.Insert insert) throws ServerException {
        int system = insert.system();
        if (insert.board() == Board.IO) {
            ejector.end(system);
            view.ioBoardPulled[system] = false;
        }
        boolean[] boards = insert.board() == Board.CPU ? view.cpuBoard : view.ioBoard;
        if (boards[system]) {
            throw new ServerException(
                    "The " + insert.board() + " board of #" + system + " is in its slot already");
        }
        boards[system] = true;
        if (insert.board() == Board.CPU) {
            faults.boardReplaced(system);
            on(system, "CPU board inserted");
        } else {
            journal.note(system, "IO board inserted");
            if (system == side.id()) {
                io.reset();
            }
        }
    }

    void plug(Operation.Plug plug) throws ServerException {
        requireBoard(plug.system());
        if (plug.system() == side.id()) {
            hot(() -> io.plug(plug.slot(), plug.device()));
        }
    }

    void unplug(Operation.Unplug unplug) throws ServerException {
        requireBoard(unplug.system());
        if (unplug.system() == side.id()) {
            hot(() -> io.unplug(unplug.slot()));
        }
    }

    private void requireBoard(int system) throws ServerException {
        if (!view.ioBoard[system]) {
            throw new ServerException("The IO board of #" + system + " is not under power");
        }
    }

    private static void hot(Runnable change) throws ServerException {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            throw new ServerException(e.getMessage(), e);
        }
    }
}
