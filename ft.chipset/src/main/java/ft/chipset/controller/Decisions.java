package ft.chipset.controller;

import ft.api.device.PowerRequest;
import ft.api.io.SrcRegister;
import ft.api.server.Board;
import ft.api.server.Fault;
import ft.api.server.Operation;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.state.ServerStates;
import java.time.Instant;

/**
 * What the controllers decide at a boundary, each for itself and all alike (P6 FIG. 7): from events
 * to states, and from states to processing. Everything in here is a function of the view and of the
 * reports, which are the same everywhere; only what touches a board is done by that board's
 * controller.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Decisions {
    /** A system that fell out for a reason nobody located is tried again this often. */
    private static final int RECOVERIES = 2;

    private final FtController controller;
    private final ControllerHost host;
    private final ServerView view;
    private final GuestTime time;
    private final String[] problems;
    private boolean wasInStep;
    private PowerRequest power;

    Decisions(FtController controller, ControllerHost host) {
        this.controller = controller;
        this.host = host;
        this.view = controller.view();
        this.time = new GuestTime(controller.description());
        this.problems = new String[controller.systems()];
        java.util.Arrays.fill(problems, "");
    }

    /** One sentence on what is wrong with a system, or empty. */
    String problem(int system) {
        return problems[system];
    }

    /** Decides at the end of a quantum. */
    void decide() {
        int active = view.states.active();
        boolean ran = view.serviceRuns();
        if (active >= 0) {
            view.clock = controller.report(active).clock;
        }
        if (ran) {
            countRounds();
            if (view.duplicated()) {
                compare(active);
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            for (Notice notice : controller.report(i).notices) {
                raise(notice.event(), notice.subject(), notice.text());
            }
        }
        if (power != null) {
            endGuest();
        }
        for (int i = 0; i < view.systems(); i++) {
            for (Command command : controller.report(i).commands) {
                carryOut(command);
            }
        }
        if (ran) {
            board();
        }
    }

    /** Whether something is going to happen by itself, so that an idle guest has to go on. */
    boolean pending() {
        return view.synchronizing()
                || view.states.count(SystemState.ONLINE_ASYNC) > 0
                || controller.description().automaticSync()
                        && (view.states.count(SystemState.OFFLINE) > 0 || recoverableSystem() >= 0)
                || view.states.count(SystemState.OFFLINE_DIVIDE) > 0;
    }

    private void countRounds() {
        for (int i = 0; i < view.systems(); i++) {
            view.biosRounds[i]++;
        }
        view.asyncRounds =
                view.states.count(SystemState.ONLINE_ASYNC) > 0 ? view.asyncRounds + 1 : 0;
    }

    private void compare(int active) {
        for (int i = 0; i < view.systems(); i++) {
            Report report = controller.report(i);
            if (!report.disagreement.isEmpty()) {
                String text = "IO comparator of #" + i + ": " + report.disagreement;
                boolean repairing = view.states.repairing();
                raise(
                        repairing ? StateEvent.OUTPUT_MISMATCH : StateEvent.IO_MISMATCH,
                        active,
                        repairing ? "S17 output differs; " + text : text);
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            if (controller.report(i).queueFull) {
                raise(
                        StateEvent.IOQ_FULL,
                        active,
                        "a queue of the IO comparator of #" + i + " is full");
            }
        }
        if (!controller.description().busComparator()
                || view.states.count(SystemState.ONLINE_ASYNC) > 0) {
            return;
        }
        long signature = controller.report(active).signature;
        for (int i = 0; i < view.systems(); i++) {
            if (i != active
                    && view.states.state(i).isDuplicated()
                    && controller.report(i).signature != signature) {
                if (view.states.repairing()) {
                    continue; // the undetected-data pass and the check after it will tell
                }
                raise(
                        StateEvent.BUS_MISMATCH,
                        active,
                        String.format(
                                "bus signatures of this quantum differ: #%d %016x, #%d %016x",
                                active, signature, i, controller.report(i).signature));
            }
        }
    }

    /**
     * The board controllers' own rules: crosslink, ready, automatic synchronization, time limits.
     */
    private void board() {
        connect();
        for (int i = 0; i < view.systems(); i++) {
            if (i == controller.id() && view.ioBoard[i]) {
                controller.io().sharedResources().set(SrcRegister.READY, 1);
            }
        }
        int limit = controller.description().asyncLimit();
        if (limit > 0 && view.asyncRounds >= limit) {
            raise(
                    StateEvent.SW_LEAVE_ASYNC,
                    view.states.active(),
                    "software ends Online async after " + limit + " quanta");
        }
        if (!controller.description().automaticSync()) {
            return;
        }
        int fallen = recoverableSystem();
        if (fallen >= 0 && !view.synchronizing()) {
            view.recoveries[fallen]++;
            view.recoverable[fallen] = false;
            raise(StateEvent.RESET, fallen, "no fault was located; trying again");
        }
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.OFFLINE
                    && view.biosRounds[i] > 1
                    && !view.synchronizing()) {
                raise(StateEvent.SYNC_START, i, "the service policy synchronizes #" + i);
            }
        }
    }

    private int recoverableSystem() {
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.FAULT
                    && view.recoverable[i]
                    && view.recoveries[i] < RECOVERIES) {
                return i;
            }
        }
        return -1;
    }

    /** T204, and rule N2: the crosslink enable is a level. */
    private void connect() {
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.OFFLINE_DIVIDE
                    && view.biosRounds[i] > 0
                    && view.states.active() >= 0
                    && !crosslinkLost[i]) {
                view.states.linked(true);
                raise(StateEvent.XLINK_UP, i, "crosslinks connected");
                return;
            }
        }
    }

    /** Crosslinks that a fault has cut. */
    private final boolean[] crosslinkLost = new boolean[8];

    /** Applies an event of the own resynchronization everywhere. */
    void broadcast(StateEvent event, int subject, String text, boolean repairing) {
        controller
                .wire()
                .frame(FrameType.EVENT)
                .putByte(event.ordinal())
                .putInt(subject)
                .putByte(repairing ? 1 : 0)
                .putText(text);
        controller.sendToAll();
        view.states.repairing(repairing);
        apply(event, subject, text, true);
    }

    /** An event that another controller's resynchronization raises. */
    void receive(FrameBuffer in) {
        StateEvent event = StateEvent.values()[in.getByte()];
        int subject = in.getInt();
        view.states.repairing(in.getByte() != 0);
        apply(event, subject, in.getText(), false);
    }

    /** Raises an event that all controllers raise alike; the first one writes the log. */
    private boolean raise(StateEvent event, int subject, String text) {
        return apply(event, subject, text, controller.id() == 0);
    }

    private boolean apply(StateEvent event, int subject, String text, boolean log) {
        boolean again = wasInStep;
        ServerStates.Answer answer = view.states.apply(event, subject);
        if (answer.refused()) {
            if (log) {
                log("", event, subject, view.states.state(subject), true, text);
            }
            return false;
        }
        for (ServerStates.Change change : answer.changes()) {
            if (log) {
                host.event(
                        record(
                                PatentLabels.of(event, change.mode(), again),
                                event,
                                change.system(),
                                change.from(),
                                change.to(),
                                change.mode(),
                                false,
                                text));
            }
            follow(event, change, text);
        }
        controller.resync().statesChanged(event, text);
        return true;
    }

    /** What a change of state means for boards, trace and firmware. */
    private void follow(StateEvent event, ServerStates.Change change, String text) {
        int system = change.system();
        boolean mine = system == controller.id();
        SystemState to = change.to();
        if (change.from() != to) {
            problems[system] = to == SystemState.FAULT ? "isolated: " + text : "";
            if (to == SystemState.FAULT) {
                view.recoverable[system] = event != StateEvent.FAIL && event != StateEvent.ISOLATE;
            }
        }
        if (event == StateEvent.POR) {
            view.biosRounds[system] = 0;
            view.recoveries[system] = 0;
        }
        if (event == StateEvent.RESET) {
            view.biosRounds[system] = 0;
        }
        if (to == SystemState.ONLINE_SYNC) {
            wasInStep = true;
            view.recoveries[system] = 0;
        }
        if (!mine) {
            return;
        }
        switch (to) {
            case ONLINE_ASYNC -> startTrace(change);
            case ONLINE_SYNC, PRE_ONLINE_SYNC, OFF, FAULT -> {
                controller.trace().clear();
                controller.inbound().suspects().clear();
            }
            case PRE_OFFLINE -> {
                // The guest is at an instruction boundary: every hart is quiet at once.
                controller.trace().stop();
                controller.dropRequest();
                if (change.from() != to) {
                    controller.notice(
                            StateEvent.SMI_ACK_ALL, system, "every hart has acknowledged the SMI");
                }
            }
            default -> {}
        }
        if (to == SystemState.RECOVER_OFFLINE || to == SystemState.FAULT) {
            controller.dropRequest();
        }
        if (controller.cpu() != null && view.ioBoard[system]) {
            controller.io().sharedResources().set(SrcRegister.STATE, to.ordinal());
        }
    }

    private void startTrace(ServerStates.Change change) {
        if (change.from() == SystemState.ONLINE_ASYNC) {
            return;
        }
        // K1: what was written in the quantum that ends here. K3: what was read in it.
        controller.trace().start();
        controller.written().forEachWritten(controller.trace()::record);
        controller.written().forEachRead(controller.trace()::record);
        controller.inbound().suspects().stream().forEach(controller.trace()::record);
    }

    /** A guest asked for power off or a reset, at the boundary before this one. */
    void power(PowerRequest request) {
        power = request;
    }

    private void endGuest() {
        PowerRequest request = power;
        power = null;
        if (request.kind() == PowerRequest.Kind.RESET) {
            log("", null, Math.max(0, view.states.active()), "the guest asked for a reset");
            powerOff(Operation.ALL, "reset asked for by the guest");
            powerOn(Operation.ALL, "reset asked for by the guest");
            return;
        }
        view.guestExit =
                request.kind() == PowerRequest.Kind.PASS ? "pass" : "fail " + request.code();
        if (controller.id() == 0) {
            host.guestExit(view.guestExit);
        }
        log("", null, Math.max(0, view.states.active()), "the guest ended: " + view.guestExit);
    }

    private void carryOut(Command command) {
        String refusal = "";
        try {
            order(command.order());
        } catch (ServerException e) {
            refusal = e.getMessage();
        }
        if (command.origin() == controller.id()) {
            host.outcome(command.id(), refusal.isEmpty() ? "done" : refusal, !refusal.isEmpty());
        }
    }

    private void order(Record order) throws ServerException {
        if (order instanceof Control.Hold) {
            view.held = true;
        } else if (order instanceof Control.Release) {
            view.held = false;
        } else if (order instanceof Operation.PowerOn on) {
            powerOn(on.system(), "power on");
        } else if (order instanceof Operation.PowerOff off) {
            powerOff(off.system(), "power off");
        } else if (order instanceof Operation.Pull pull) {
            pull(pull);
        } else if (order instanceof Operation.Insert insert) {
            insert(insert);
        } else if (order instanceof Operation.Synchronize sync) {
            view.recoveries[sync.system()] = 0;
            ask(StateEvent.SYNC_START, sync.system(), "synchronization asked for");
        } else if (order instanceof Operation.LeaveAsync leave) {
            ask(StateEvent.SW_LEAVE_ASYNC, leave.system(), "software ends Online async");
        } else if (order instanceof Operation.MakeActive active) {
            ask(StateEvent.SET_ACT, active.system(), "exchange of ACT and SBY asked for");
        } else if (order instanceof Operation.Isolate isolate) {
            ask(StateEvent.ISOLATE, isolate.system(), "isolated by software");
        } else if (order instanceof Operation.Reset reset) {
            view.recoveries[reset.system()] = 0;
            ask(StateEvent.RESET, reset.system(), "reset by software");
        } else if (order instanceof Operation.SelectStrategy select) {
            view.strategy = select.strategy();
            log("", null, 0, "copy strategy " + select.strategy() + " is selected");
        } else if (order instanceof Operation.Inject inject) {
            inject(inject.fault());
        }
    }

    private void ask(StateEvent event, int system, String text) throws ServerException {
        if (!raise(event, system, text)) {
            throw new ServerException(
                    String.format(
                            "%s of #%d is not possible while it is %s%s",
                            event,
                            system,
                            view.states.state(system),
                            event == StateEvent.SYNC_START
                                    ? "; it must be ST7 Offline beside a system that is ST2"
                                            + " Online ready"
                                    : ""));
        }
    }

    private void powerOn(int system, String text) {
        boolean someone = view.states.active() >= 0;
        boolean cold = !someone;
        for (int i = 0; i < view.systems(); i++) {
            if ((system == Operation.ALL || system == i)
                    && view.states.state(i) == SystemState.OFF) {
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
            if (!someone
                    && act < 0
                    && (system == Operation.ALL || system == i)
                    && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                act = i;
                becomeActive(i);
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            boolean meant = system == Operation.ALL || system == i;
            if (meant && view.states.state(i) == SystemState.OFFLINE_DIVIDE) {
                raise(StateEvent.SET_SBY, i, "the board controller makes #" + i + " SBY");
                raise(StateEvent.POR_REL, i, "reset released; firmware runs (T203)");
            } else if (i == act) {
                raise(StateEvent.POR_REL, i, "reset released; firmware runs (T103)");
            }
        }
    }

    private void powerOnCpu(int system, String text, boolean cold) {
        if (system == controller.id()) {
            try {
                controller.cpu(host.newCpuSubsystem());
                controller.cpu().reset(controller.io().rom());
                if (cold) {
                    controller.io().sharedResources().set(SrcRegister.READY, 0);
                    controller.io().sharedResources().set(SrcRegister.ROLE, 0);
                }
            } catch (ServerException | RuntimeException e) {
                controller.notice(StateEvent.FAIL, system, e.getMessage());
            }
        }
        raise(StateEvent.POR, system, text);
    }

    private void becomeActive(int system) {
        view.clock = 0;
        view.guestExit = "";
        view.held = false;
        wasInStep = false;
        raise(StateEvent.SET_ACT, system, "the board controller makes #" + system + " ACT");
        controller.serviceStarts();
        if (system != controller.id() || controller.cpu() == null) {
            return;
        }
        try {
            ControllerHost.Boot boot = host.load(controller.cpu());
            var src = controller.io().sharedResources();
            src.set(SrcRegister.BOOT_ENTRY, boot.entry());
            src.set(SrcRegister.BOOT_TREE, boot.tree());
            src.set(SrcRegister.BOOT_ARGUMENT, boot.argument());
            src.set(SrcRegister.ROLE, 1);
        } catch (ServerException e) {
            controller.notice(StateEvent.FAIL, system, e.getMessage());
        }
    }

    private void powerOff(int system, String text) {
        for (int i = view.systems() - 1; i >= 0; i--) {
            if (system == Operation.ALL || system == i) {
                removeCpu(i, text);
                view.ioBoard[i] = false;
            }
        }
    }

    private void removeCpu(int system, String text) {
        if (view.states.state(system) != SystemState.OFF) {
            raise(StateEvent.POWER_OFF, system, text);
        }
        if (system == controller.id()) {
            controller.cpu(null);
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
            removeCpu(system, "CPU board pulled");
        } else {
            log("", null, system, "IO board pulled");
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
            powerOn(system, "CPU board inserted");
        } else {
            log("", null, system, "IO board inserted");
            if (system == controller.id()) {
                controller.io().reset();
            }
        }
    }

    private void inject(Fault fault) throws ServerException {
        int system = fault.system();
        log("", null, system, "fault injected: " + fault);
        if (fault instanceof Fault.CpuFailure) {
            ask(StateEvent.FAIL, system, "located hardware fault (injected)");
        } else if (fault instanceof Fault.CrosslinkLoss loss) {
            crosslinkLost[system] = !loss.up();
            if (!loss.up()) {
                ask(StateEvent.XLINK_DOWN, system, "crosslink lost (injected)");
            }
        } else if (fault instanceof Fault.CopyFailure failure) {
            if (system == controller.id()) {
                controller.resync().failAfter(failure.pages());
            }
        } else if (view.states.state(system) == SystemState.OFF) {
            throw new ServerException("The CPU board of #" + system + " has no power");
        } else if (system == controller.id()) {
            Faults.strike(controller.cpu(), fault);
        }
    }

    // The log

    private void log(String label, StateEvent event, int system, String text) {
        if (controller.id() == 0) {
            log(label, event, system, view.states.state(system), false, text);
        }
    }

    /** A step of the own resynchronization, for the log. */
    void note(String label, int system, String text) {
        log(label, null, system, view.states.state(system), false, text);
    }

    private void log(
            String label,
            StateEvent event,
            int system,
            SystemState state,
            boolean refused,
            String text) {
        Mode mode = view.states.mode(system);
        host.event(record(label, event, system, state, state, mode, refused, text));
    }

    private ServerEvent record(
            String label,
            StateEvent event,
            int system,
            SystemState from,
            SystemState to,
            Mode mode,
            boolean refused,
            String text) {
        return new ServerEvent(
                0,
                view.clock,
                time.nanos(view.clock),
                Instant.now(),
                system,
                label,
                event,
                from,
                to,
                mode,
                refused,
                text);
    }
}
