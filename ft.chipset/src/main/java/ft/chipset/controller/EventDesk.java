package ft.chipset.controller;

import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.state.Processing;
import ft.chipset.state.ServerStates;
import ft.chipset.state.StateTable;
import ft.chipset.trace.AccessTrace;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a state event goes (journey 5): through the state table, to what the new states mean for
 * trace and firmware, and into the log. All controllers apply the same events in the same order;
 * one of them writes the log, so that it tells each event once and in an order that does not depend
 * on threads.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class EventDesk {
    private static final Set<StateEvent> DISAGREEMENTS =
            EnumSet.of(StateEvent.BUS_MISMATCH, StateEvent.IO_MISMATCH);

    private final FtController controller;
    private final ControllerHost host;
    private final ServerView view;
    private final GuestTime time;
    private final String[] problems;
    private boolean booting;
    private boolean served;
    private PatentLabels.Figure figure = PatentLabels.Figure.FIRST;

    EventDesk(FtController controller, ControllerHost host) {
        this.controller = controller;
        this.host = host;
        view = controller.view();
        time = new GuestTime(controller.description());
        problems = new String[controller.systems()];
        Arrays.fill(problems, "");
    }

    /** One sentence on what is wrong with a system, or empty. */
    public String problem(int system) {
        return problems[system];
    }

    /** Applies an event of the own resynchronization everywhere. */
    public void broadcast(StateEvent event, int subject, String text, boolean repairing) {
        controller
                .wire()
                .frame(FrameType.EVENT)
                .putByte(event.ordinal())
                .putInt(subject)
                .putByte(repairing ? 1 : 0)
                .putText(text);
        controller.sendToAll(Path.CROSSLINK);
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

    /**
     * Raises an event that all controllers raise alike; the first one writes the log.
     *
     * @return whether the table has such a transition
     */
    public boolean raise(StateEvent event, int subject, String text) {
        return apply(event, subject, text, controller.id() == 0);
    }

    /** Raises an event that somebody asked for; refuses with one sentence. */
    public void ask(StateEvent event, int system, String text) throws ServerException {
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

    private boolean apply(StateEvent event, int subject, String text, boolean log) {
        int before = view.destination();
        ServerStates.Answer answer = view.states.apply(event, subject);
        if (answer.refused()) {
            if (log) {
                SystemState state = view.states.state(subject);
                record("", event, subject, state, state, true, text);
            }
            return false;
        }
        controller.integration().applied(event, subject);
        Processing processing = answer.processing();
        if (processing == Processing.DUPLICATION) {
            figure = PatentLabels.Figure.FIRST;
        } else if (processing == Processing.FALLBACK) {
            figure = figure.fallback();
        } else if (view.states.count(SystemState.ONLINE_ASYNC) > 0) {
            figure = PatentLabels.Figure.AGAIN;
        }
        if (log && (processing != Processing.NONE || view.destination() != before)) {
            host.progress(null); // who sees the event must not see what it has ended
        }
        for (ServerStates.Change change : answer.changes()) {
            boolean concerns =
                    change.system() == subject
                            || change.from() != change.to()
                            || event == StateEvent.SYNC_START // T105 is a step of both,
                            || event == StateEvent.XLINK_UP // and so is T204
                            || StateTable.COMMON.contains(event);
            if (log && concerns) {
                record(
                        label(event, change),
                        event,
                        change.system(),
                        change.from(),
                        change.to(),
                        false,
                        text);
            }
            follow(event, change, text);
        }
        controller.resync().process(processing, text);
        followService(text);
        return true;
    }

    private String label(StateEvent event, ServerStates.Change change) {
        if (DISAGREEMENTS.contains(event) && change.from() == change.to()) {
            return ""; // another one in Online async: the trace runs already
        }
        // At its power-on reset nobody has said yet which system is going to be ACT: the first.
        boolean first =
                event == StateEvent.POR
                        && view.states.active() < 0
                        && view.states.count(SystemState.OFFLINE_DIVIDE) == 1;
        return PatentLabels.of(event, first ? Mode.ACT : change.mode(), figure);
    }

    /** Keeps account of the service: who provides it, and when it was lost. */
    private void followService(String text) {
        int active = view.states.active();
        if (active >= 0) {
            view.lastActive = active;
        }
        boolean was = served;
        served = active >= 0;
        if (was == served || controller.id() != 0) {
            return;
        }
        if (served) {
            host.serviceIsBack();
        } else if (!view.switchingOff && view.guestExit.isEmpty()) {
            host.serviceLost(view.clock, text);
        }
    }

    /** What a change of state means for boards, trace and firmware. */
    private void follow(StateEvent event, ServerStates.Change change, String text) {
        int system = change.system();
        boolean mine = system == controller.id();
        SystemState to = change.to();
        if (change.from() != to) {
            controller.faults().entered(system, to);
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
        releaseLocks(event, system, to);
        endGuards(change.from(), to);
        if (!mine) {
            return;
        }
        enterFirmware(event, to);
        if (event == StateEvent.SET_ACT) {
            booting = to == SystemState.ONLINE_DIVIDE;
        }
        switch (to) {
            case ONLINE_ASYNC -> startTrace(change);
            case ONLINE_SYNC, PRE_ONLINE_SYNC, OFF, FAULT -> {
                controller.trace().clear();
                controller.inbound().suspects().clear();
            }
            case PRE_OFFLINE -> {
                controller.dropRequest();
            }
            // K2: what SBY wrote counts until every hart is quiet.
            case RECOVER_OFFLINE -> controller.trace().stop();
            case ONLINE_READY -> {
                // After Online async what ACT writes counts as well until then.
                if (change.from() != to && change.processing() != Processing.RESYNCHRONIZATION) {
                    controller.trace().clear();
                }
            }
            default -> {}
        }
        if (to == SystemState.FAULT) {
            controller.dropRequest();
        }
        if (controller.cpu() != null && view.ioBoard[system]) {
            SharedResources registers = controller.io().sharedResources();
            registers.set(SrcRegister.STATE, to.ordinal());
            // A board that comes back must not find the role it had before, nor a survivor none.
            registers.set(SrcRegister.ROLE, to.isOnline() && change.mode() == Mode.ACT ? 1 : 0);
        }
        controller.service().follow(event, change.from(), to);
    }

    /** Guards are for the time from the copy to the proof that both sides are equal. */
    private void endGuards(SystemState from, SystemState to) {
        boolean starts = from == SystemState.RECOVER_OFFLINE && to == SystemState.PRE_ONLINE_SYNC;
        boolean copying =
                from == SystemState.RECOVER_OFFLINE || from == SystemState.PRE_ONLINE_SYNC;
        if (copying && from != to && !starts) {
            controller.guards().clear();
        }
    }

    /**
     * A system that does not issue requests of its own any more holds no locks: nobody else could
     * ever release them.
     */
    private void releaseLocks(StateEvent event, int system, SystemState to) {
        boolean issues = AccessMatrix.outbound(to, Target.OWN_SRC) == Grant.ASYNC;
        if (!issues || event == StateEvent.POR || event == StateEvent.RESET) {
            locks().releaseLocks(SharedResources.issuer(system));
        }
        if (view.states.active() < 0) {
            locks().releaseLocks(SharedResources.SERVICE);
        }
    }

    private SharedResources locks() {
        return controller.io().sharedResources();
    }

    /**
     * A CPU subsystem that is out of service and can issue requests runs firmware. What comes back
     * from Fault, or from a synchronization that did not end, is reset for that: it must not go on
     * with what it has left of the guest's program.
     */
    private void enterFirmware(StateEvent event, SystemState to) {
        if (to.isOnline()) {
            controller.slot().serves();
        }
        boolean divided = to == SystemState.OFFLINE_DIVIDE || to == SystemState.OFFLINE;
        if (event == StateEvent.RESET
                || divided && controller.cpu() != null && !controller.slot().inFirmware()) {
            controller.outbound().registers().reset();
            if (controller.cpu() != null) {
                controller.slot().reset(controller.io().rom());
            }
        }
    }

    private void startTrace(ServerStates.Change change) {
        if (change.from() == SystemState.ONLINE_ASYNC) {
            return;
        }
        // K1: what was written in the quantum that ends here. K3: what was read in it.
        AccessTrace trace = controller.trace();
        trace.start();
        controller.written().forEachWritten(trace::record);
        trace.begin();
        controller.written().forEachRead(trace::record);
        trace.begin();
        controller.inbound().suspects().stream().forEach(trace::record);
    }

    /** The own firmware asks where the guest begins: it is about to hand over (T104). */
    public void boots() {
        if (booting) {
            booting = false;
            step("T104", controller.id(), "firmware hands over to the guest");
            step("S2", controller.id(), "the guest is up and keeps running");
        }
    }

    /** A note on a system, written by the first controller. */
    public void note(int system, String text) {
        note("", system, text);
    }

    /** A step of a system that all controllers know of, written by the first one. */
    public void note(String label, int system, String text) {
        if (controller.id() == 0) {
            step(label, system, text);
        }
    }

    /** A step of the own resynchronization, or of what else only this controller does. */
    public void step(String label, int system, String text) {
        SystemState state = view.states.state(system);
        record(label, null, system, state, state, false, text);
    }

    private void record(
            String label,
            StateEvent event,
            int system,
            SystemState from,
            SystemState to,
            boolean refused,
            String text) {
        host.event(
                new ServerEvent(
                        0,
                        view.clock,
                        time.nanos(view.clock),
                        Instant.now(),
                        system,
                        label,
                        event,
                        from,
                        to,
                        view.states.mode(system),
                        refused,
                        text));
    }
}
