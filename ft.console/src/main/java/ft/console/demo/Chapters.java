package ft.console.demo;

import ft.api.server.Board;
import ft.api.server.Fault;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncProgress;
import ft.api.server.StrategyStatus;
import ft.api.state.SystemState;
import ft.console.command.Waiting;
import ft.console.text.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** What happens in the demo, in order. */
final class Chapters {
    private static final String TRACE = "trace";
    private static final String CHECKSUM = "checksum";
    private static final String TRACE_BUNDLE = "ft.copy.trace";
    private static final String CHECKSUM_BUNDLE = "ft.copy.checksum";

    /** Guest time in which a step has to be seen, in milliseconds. */
    private static final long SOON = 1_000;

    private static final long COPY = 10_000;

    /** Steps begin at multiples of this clock, so that every run of the demo is the same. */
    private static final long MILESTONE = 10_000_000;

    private static final int STANDBY = 1;
    private static final int HART = 0;
    private static final int BIT = 4;
    private static final int CODE = 64;

    /** Cycles between two looks at the trace, and how many there are. */
    private static final long LOOK_AFTER = 800_000;

    private static final int LOOKS = 3;

    private final Story story;
    private final FtServer server;
    private final Bundles bundles;
    private Probe end;

    Chapters(Story story, Bundles bundles) {
        this.story = story;
        this.server = story.server();
        this.bundles = bundles;
    }

    /** The moment at which the story ended; the guest is held there. */
    Probe end() {
        return end;
    }

    void tell() throws Missing, Problem, InterruptedException {
        bundles.stop(CHECKSUM_BUNDLE);
        powerOn();
        firstSynchronization();
        disagreement();
        swapStrategy();
        pull(1);
        pull(0);
        hold();
    }

    private void powerOn() throws Missing, Problem, InterruptedException {
        story.chapter("Power on (T100-T104, T200-T205)");
        story.ask(new Operation.PowerOn(Operation.ALL));
        story.see(SOON, "T100", "T101", "T102", "T200", "T201", "T202", "T204");
        expectState(0, SystemState.ONLINE_READY);
        expectState(1, SystemState.OFFLINE);
        story.say(
                "#0 is in service and boots the guest (T104); #1 loops in its firmware (T205) and"
                        + " is no more than a spare.");
        story.seeGuest(3, COPY);
    }

    private void firstSynchronization() throws Missing, Problem, InterruptedException {
        story.chapter("First synchronization (T105-T115, T206-T211)");
        story.say(
                "The whole main storage is copied while the guest works. Then the guest stops for"
                        + " what has changed meanwhile and for the CPU context, and both systems"
                        + " start together.");
        at(nextMilestone(), new Operation.Synchronize(1));
        story.see(COPY, "T105", "T106", "T107", "T108", "T109", "T110", "T206");
        story.say("In step, but not proven equal: the DMA engines compare all of main storage.");
        story.see(SOON, "T114");
        inStep("T115", "T211");
        story.seeReport(TRACE, SOON);
        story.seeGuest(2, COPY);
    }

    private void disagreement() throws Missing, Problem, InterruptedException {
        story.chapter("A disagreement on the CPU bus (T116-T127, T212-T222)");
        long clock = nextMilestone();
        Probe before = Waiting.done(server.holdAt(clock));
        Fault.RegisterFlip fault = liveRegister();
        story.say(
                "The guest is held at clock "
                        + before.clock()
                        + "; the next code of #1 reads register "
                        + fault.register()
                        + ", so bit "
                        + fault.bit()
                        + " of it flips there.");
        story.ask(new Operation.Inject(fault));
        CompletableFuture<Probe> look = server.holdAt(before.clock() + LOOK_AFTER);
        server.release();
        story.see(SOON, "T116", "T212");
        Waiting.done(look);
        expectState(1, SystemState.ONLINE_ASYNC);
        story.say("Both go on as if in step, while the access trace collects what may differ:");
        story.until("a trace that fills", () -> fills(server.progress()), SOON);
        for (int step = 1; step < LOOKS; step++) {
            look = server.holdAt(before.clock() + (step + 1) * LOOK_AFTER);
            server.release();
            Waiting.done(look);
            story.look();
        }
        server.release();
        story.see(COPY, "T117", "T213", "T214", "T118");
        story.say("Only what the trace holds is copied.");
        story.see(COPY, "T119", "T120", "T121", "T122", "T126");
        inStep("T127", "T222");
        story.seeReport(TRACE, SOON);
        story.seeGuest(2, COPY);
    }

    private void swapStrategy() throws Missing, Problem, InterruptedException {
        story.chapter("Another copy strategy, while the guest runs");
        bundles.stop(TRACE_BUNDLE);
        story.until("strategy trace to go away", () -> !installed(TRACE), COPY);
        story.say("Bundle " + TRACE_BUNDLE + " is stopped; its strategy is gone.");
        bundles.start(CHECKSUM_BUNDLE);
        story.until("strategy checksum to come", () -> installed(CHECKSUM), COPY);
        story.ask(new Operation.SelectStrategy(0, CHECKSUM));
        story.until("strategy checksum to be selected", () -> selected(CHECKSUM), COPY);
        story.say("Bundle " + CHECKSUM_BUNDLE + " is started; its strategy is selected.");
        expectState(0, SystemState.ONLINE_SYNC);
        expectState(1, SystemState.ONLINE_SYNC);
        story.seeGuest(1, COPY);
    }

    private void pull(int system) throws Missing, Problem, InterruptedException {
        int other = 1 - system;
        boolean wasActive = server.systems().get(system).mode() == ft.api.state.Mode.ACT;
        story.chapter(
                "The CPU board of #"
                        + system
                        + (wasActive ? ", which is ACT," : "")
                        + " is pulled and put back");
        at(nextMilestone(), new Operation.Pull(system, Board.CPU));
        story.see(
                "power off of #" + system,
                event -> event.system() == system && event.to() == SystemState.OFF,
                COPY);
        expectState(other, SystemState.ONLINE_READY);
        story.say("#" + other + " alone keeps the service going:");
        story.seeGuest(2, COPY);
        at(nextMilestone(), new Operation.Insert(system, Board.CPU));
        story.see(
                "#" + system + " to be Offline",
                event -> event.system() == system && event.to() == SystemState.OFFLINE,
                COPY);
        at(nextMilestone(), new Operation.Synchronize(system));
        story.see(
                "Pre online sync",
                event -> event.system() == system && event.to() == SystemState.PRE_ONLINE_SYNC,
                COPY);
        for (int each : List.of(other, system)) {
            story.see(
                    "Online sync of #" + each,
                    event -> event.system() == each && event.to() == SystemState.ONLINE_SYNC,
                    COPY);
        }
        story.seeReport(CHECKSUM, SOON);
        story.seeGuest(1, COPY);
    }

    private void hold() throws Problem, InterruptedException {
        end = Waiting.done(server.holdAt(nextMilestone()));
    }

    private void inStep(String active, String standby)
            throws Missing, Problem, InterruptedException {
        story.see(COPY, active, standby);
        expectState(0, SystemState.ONLINE_SYNC);
        expectState(1, SystemState.ONLINE_SYNC);
    }

    private void expectState(int system, SystemState state)
            throws Missing, Problem, InterruptedException {
        story.until(
                state + " of #" + system,
                () -> server.systems().get(system).state() == state,
                SOON);
    }

    private void at(long clock, Operation operation) {
        server.submitAt(clock, operation);
    }

    /** A clock that the guest has not reached yet. */
    private long nextMilestone() {
        return (story.clock() / MILESTONE + 2) * MILESTONE;
    }

    private boolean installed(String strategy) {
        return server.strategies().stream().anyMatch(each -> each.name().equals(strategy));
    }

    private boolean selected(String strategy) {
        return server.strategies().stream()
                .filter(StrategyStatus::selected)
                .anyMatch(each -> each.name().equals(strategy));
    }

    private static boolean fills(Optional<ResyncProgress> progress) {
        return progress.isPresent() && progress.get().fraction() > 0;
    }

    /** A register that the standby system is about to read. */
    private Fault.RegisterFlip liveRegister() throws Missing, Problem, InterruptedException {
        long pc = Waiting.done(server.registers(STANDBY, HART)).get("pc");
        byte[] code = Waiting.done(server.memory(STANDBY, pc, CODE));
        OptionalInt register = LiveRegister.find(code);
        if (register.isEmpty()) {
            throw new Missing("an instruction of the guest that reads a register");
        }
        return new Fault.RegisterFlip(STANDBY, HART, "x" + register.getAsInt(), BIT);
    }
}
