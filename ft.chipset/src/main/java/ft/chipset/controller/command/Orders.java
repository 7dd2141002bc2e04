package ft.chipset.controller.command;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.slot.PowerRequest;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.board.IntegrationPort;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Command;
import ft.chipset.controller.view.Control;
import ft.chipset.controller.view.Fitting;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.description.Options;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out what operator and guest ask for. All controllers do it alike at the same boundary;
 * only what touches a board is done by that board's controller.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Orders {
    private final Side side;
    private final Reports reports;
    private final Outlets outlets;
    private final EventDesk events;
    private final Journal journal;
    private final ServerView view;
    private final IntegrationPort integration;
    private final Power power;
    private final Map<Class<? extends Record>, Order<?>> orders = new HashMap<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();

    /** How a command of this side ended; the refusal is empty if it was carried out. */
    private record Outcome(long command, String refusal) {}

    /** Carries out what a record asks for, or refuses with one sentence. */
    @FunctionalInterface
    private interface Action<R extends Record> {
        void carryOut(R asked) throws ServerException;
    }

    /** A kind of order. */
    private record Order<R extends Record>(Class<R> type, Action<R> action) {
        void carryOut(Record asked) throws ServerException {
            action.carryOut(type.cast(asked));
        }
    }

    /**
     * For a side.
     *
     * @param reports what all sides told last
     * @param integration where software is answered
     */
    public Orders(
            Side side,
            Reports reports,
            Outlets outlets,
            IntegrationPort integration,
            Power power,
            FaultDesk faults) {
        this.side = side;
        this.reports = reports;
        this.outlets = outlets;
        this.integration = integration;
        this.power = power;
        events = outlets.events();
        journal = outlets.journal();
        view = side.view();
        on(Control.Hold.class, hold -> view.held = true);
        on(Control.Release.class, release -> view.held = false);
        on(Control.Save.class, save -> view.wantedSaves.add(save.number()));
        on(Control.Saved.class, saved -> view.saving = false);
        on(Control.Play.class, play -> play());
        on(Operation.PowerOn.class, on -> power.on(on.system()));
        on(Operation.PowerOff.class, off -> power.off(off.system(), "power off"));
        on(Operation.Pull.class, power::pull);
        on(Operation.Insert.class, power::insert);
        on(Operation.Fit.class, this::fit);
        on(Operation.Relieve.class, relieve -> relieve(relieve.system()));
        on(Operation.Synchronize.class, sync -> synchronize(sync.system()));
        on(
                Operation.LeaveAsync.class,
                leave ->
                        events.ask(
                                StateEvent.SW_LEAVE_ASYNC,
                                leave.system(),
                                "software ends Online async"));
        on(Operation.MakeActive.class, active -> makeActive(active.system()));
        on(
                Operation.Isolate.class,
                isolate ->
                        events.ask(StateEvent.ISOLATE, isolate.system(), "isolated by software"));
        on(Operation.Reset.class, reset -> reset(reset.system()));
        on(Operation.Plug.class, power::plug);
        on(Operation.Unplug.class, power::unplug);
        on(Operation.SelectStrategy.class, select -> select(select.strategy()));
        on(Operation.Configure.class, this::configure);
        on(Control.Note.class, note -> journal.note(0, note.text()));
        on(Operation.Inject.class, faults::inject);
    }

    private <R extends Record> void on(Class<R> type, Action<R> action) {
        orders.put(type, new Order<>(type, action));
    }

    /**
     * Tells the outcomes of this round's commands. At its end, when every controller has shown what
     * they led to, so that who hears of an outcome also sees it.
     */
    public void tellOutcomes() {
        for (Outcome each = outcomes.poll(); each != null; each = outcomes.poll()) {
            boolean refused = !each.refusal.isEmpty();
            outlets.host().outcome(each.command, refused ? each.refusal : "done", refused);
        }
    }

    /** Carries out a command; its outcome is told where it came from. */
    public void carryOut(Command command) {
        String refusal = "";
        try {
            carryOut(command.order());
        } catch (ServerException e) {
            refusal = e.getMessage();
        }
        if (command.origin() == side.id()) {
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
                carryOut((Record) asked.get());
                refusal = "";
            }
        } catch (ServerException e) {
            refusal = e.getMessage();
        }
        if (!refusal.isEmpty()) {
            String text =
                    String.format("command 0x%x of software is refused: %s", command, refusal);
            journal.note(system, text);
        }
        integration.answered(command, !refusal.isEmpty());
    }

    private void carryOut(Record order) throws ServerException {
        orders.get(order.getClass()).carryOut(order);
    }

    private void synchronize(int system) throws ServerException {
        view.recoveries[system] = 0;
        // T205 comes before T105.
        if (view.states.state(system) == SystemState.OFFLINE && !reports.loops(system)) {
            throw new ServerException(
                    "The firmware of #" + system + " has not come to its loop yet; try again");
        }
        events.ask(StateEvent.SYNC_START, system, "synchronization asked for");
    }

    private void fit(Operation.Fit fit) {
        Fitting fitting = new Fitting(fit.bundle(), fit.version());
        view.fitted[fit.system()] = fitting;
        journal.note(fit.system(), "the next CPU board comes from " + fitting);
    }

    /** Nothing runs between the exchange and the pull, so nothing is believed against the other. */
    private void relieve(int system) throws ServerException {
        int heir = -1;
        for (int i = view.systems() - 1; i >= 0; i--) {
            heir = i != system && view.states.state(i) == SystemState.ONLINE_SYNC ? i : heir;
        }
        if (heir < 0 || view.states.state(system) != SystemState.ONLINE_SYNC) {
            throw new ServerException(
                    String.format(
                            "#%d is %s, and only a system in Online sync with another one can be"
                                    + " relieved by it",
                            system, view.states.state(system)));
        }
        if (view.states.active() == system) {
            events.ask(StateEvent.SET_ACT, heir, "#" + heir + " relieves #" + system);
        }
        power.pull(new Operation.Pull(system, Board.CPU));
    }

    private void play() {
        view.held &= !view.armed;
        view.armed = false;
    }

    private void reset(int system) throws ServerException {
        view.recoveries[system] = 0;
        events.ask(StateEvent.RESET, system, "reset by software");
        power.makeUp(system);
    }

    private void select(String strategy) throws ServerException {
        change(Options.STRATEGY, strategy);
        journal.note(0, "copy strategy " + strategy + " is selected");
    }

    private void configure(Operation.Configure asked) throws ServerException {
        if (asked.option().equals(Options.STRATEGY)) {
            select(asked.value());
            return;
        }
        String before = change(asked.option(), asked.value());
        String now = Options.text(view.description(), asked.option());
        journal.note(0, String.format("%s=%s instead of %s", asked.option(), now, before));
    }

    /** Puts another value of an option in force; the one before. */
    private String change(String option, String value) throws ServerException {
        ServerDescription before = view.description();
        view.configure(Options.change(before, option, value));
        if (option.equals(Options.ENGINE) && side.cpu() != null) {
            side.cpu().use(view.description().engine(side.id()));
        }
        if (side.id() == 0) {
            outlets.host().configured(view.description());
        }
        return Options.text(before, option);
    }

    /** Exchanges ACT and SBY; without a service it is a cold restart (spec section 3). */
    private void makeActive(int system) throws ServerException {
        if (view.states.active() >= 0) {
            events.ask(StateEvent.SET_ACT, system, "exchange of ACT and SBY asked for");
        } else if (view.states.state(system) != SystemState.OFFLINE_DIVIDE) {
            throw new ServerException(
                    String.format(
                            "#%d is %s; the service is booted again only on a system that is %s",
                            system, view.states.state(system), SystemState.OFFLINE_DIVIDE));
        } else {
            power.coldRestart(system, "cold restart asked for");
        }
    }

    /** A guest asked for power off or a reset. */
    public void endGuest(PowerRequest request) {
        if (!view.guestExit.isEmpty()) {
            return; // it asked again in the quantum before it was stopped
        }
        int active = Math.max(0, view.states.active());
        if (request.kind() == PowerRequest.Kind.RESET) {
            journal.note(active, "the guest asked for a reset");
            power.cycle("reset asked for by the guest");
            return;
        }
        view.guestExit =
                request.kind() == PowerRequest.Kind.PASS ? "pass" : "fail " + request.code();
        if (side.id() == 0) {
            outlets.host().guestExit(view.guestExit);
        }
        journal.note(active, "the guest ended: " + view.guestExit);
    }
}
