package ft.console.demo;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ServerEvent;
import ft.api.server.StrategyStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.console.command.Waiting;
import ft.console.text.Problem;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What happens in the demo, in order. */
final class Chapters {
    private static final String TRACE = "trace";
    private static final String CHECKSUM = "checksum";
    private static final String TRACE_BUNDLE = "ft.copy.trace";
    private static final String CHECKSUM_BUNDLE = "ft.copy.checksum";

    private static final long MILLION = 1_000_000;
    private static final int STANDBY = 1;
    private static final int HART = 0;
    private static final int BIT = 4;
    private static final int CODE = 64;

    /** Cycles between two looks at the trace, and how many there are. */
    private static final long LOOK_AFTER = 120_000;

    private static final int LOOKS = 3;

    private final Story story;
    private final FtServer server;
    private final Bundles bundles;

    Chapters(Story story, Bundles bundles) {
        this.story = story;
        this.server = story.server();
        this.bundles = bundles;
    }

    /** Everything happens at fixed clocks, so every run of the demo is the same. */
    void tell() throws Missing, Problem, InterruptedException {
        bundles.stop(CHECKSUM_BUNDLE);
        powerOn();
        firstSynchronization();
        disagreement();
        swapStrategy();
        pull(1, 140 * MILLION);
        pull(0, 240 * MILLION);
    }

    private void powerOn() throws Missing, Problem, InterruptedException {
        story.chapter("Power on (T100-T104, T200-T205)");
        story.run(20 * MILLION);
        story.ask(new Operation.PowerOn(Operation.ALL));
        story.see("T100", "T101", "T102", "T103", "T200", "T201", "T202", "T203");
        story.see("T204", "T205", "T104");
        expectStates(SystemState.ONLINE_READY, SystemState.OFFLINE);
        story.say(
                "#0 is in service and boots the guest (T104); #1 loops in its firmware (T205) and"
                        + " is no more than a spare.");
        story.seeGuest(3);
        story.stopped();
    }

    private void firstSynchronization() throws Missing, Problem, InterruptedException {
        story.chapter("First synchronization (T105-T115, T206-T211)");
        story.say(
                "The whole main storage is copied while the guest works. Then the guest stops for"
                        + " what has changed meanwhile and for the CPU context, and both systems"
                        + " start together.");
        story.ask(new Operation.Synchronize(1));
        story.run(70 * MILLION);
        story.see("T105", "T106", "T107", "T108", "T109", "T110", "T206");
        story.see("T111", "T207", "T112", "T208", "T113", "T209");
        story.say("In step, but not proven equal: the DMA engines compare all of main storage.");
        story.see("T114", "T115", "T211");
        story.seeReport(TRACE);
        expectStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        story.seeGuest(2);
        story.stopped();
    }

    private void disagreement() throws Missing, Problem, InterruptedException {
        story.chapter("A disagreement on the CPU bus (T116-T127, T212-T222)");
        long began = story.stopped();
        Fault.RegisterFlip fault = liveRegister();
        story.say(
                "The next code of #1 reads register "
                        + fault.register()
                        + ". Bit "
                        + fault.bit()
                        + " of it flips there.");
        story.ask(new Operation.Inject(fault));
        CompletableFuture<Long> look = server.holdAt(began + LOOK_AFTER);
        story.run(110 * MILLION);
        story.see("T116", "T212");
        Waiting.done(look);
        expectStates(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        story.say("Both go on as if in step, while the access trace collects what may differ:");
        for (int step = 2; step <= LOOKS; step++) {
            story.until("a trace that fills", () -> fills(server.progress()));
            look = server.holdAt(began + step * LOOK_AFTER);
            server.release();
            Waiting.done(look);
        }
        story.until("a trace that fills", () -> fills(server.progress()));
        server.release();
        story.see("T117", "T213", "T214", "T118");
        story.say("Only what the trace holds is copied.");
        story.see("T119", "T120", "T121", "T122", "T125", "T220", "T126", "T127", "T222");
        story.seeReport(TRACE);
        expectStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        story.seeGuest(2);
        story.stopped();
    }

    private void swapStrategy() throws Missing, Problem, InterruptedException {
        story.chapter("Another copy strategy");
        bundles.stop(TRACE_BUNDLE);
        story.until("strategy trace to go away", () -> !installed(TRACE));
        story.say("Bundle " + TRACE_BUNDLE + " is stopped; its strategy is gone.");
        bundles.start(CHECKSUM_BUNDLE);
        story.until("strategy checksum to come", () -> installed(CHECKSUM));
        story.ask(new Operation.SelectStrategy(0, CHECKSUM));
        story.until("strategy checksum to be selected", () -> selected(CHECKSUM));
        story.say("Bundle " + CHECKSUM_BUNDLE + " is started; its strategy is selected.");
        story.run(140 * MILLION);
        story.seeGuest(1);
        story.stopped();
        expectStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
    }

    private void pull(int system, long began) throws Missing, Problem, InterruptedException {
        int other = 1 - system;
        boolean active = server.systems().get(system).mode() == Mode.ACT;
        story.chapter(
                "The CPU board of #"
                        + system
                        + (active ? ", which is ACT," : "")
                        + " is pulled and put back");
        story.ask(new Operation.Pull(system, Board.CPU));
        story.run(began + 40 * MILLION);
        story.see("power off of #" + system, becomes(system, SystemState.OFF));
        expectState(other, SystemState.ONLINE_READY);
        story.say("#" + other + " alone keeps the service going:");
        story.seeGuest(2);
        story.stopped();

        story.ask(new Operation.Insert(system, Board.CPU));
        server.submitAt(began + 50 * MILLION, new Operation.Synchronize(system));
        story.run(began + 100 * MILLION);
        story.see("#" + system + " to be Offline", becomes(system, SystemState.OFFLINE));
        story.see("Pre online sync", becomes(system, SystemState.PRE_ONLINE_SYNC));
        story.see("Online sync of #" + other, becomes(other, SystemState.ONLINE_SYNC));
        story.see("Online sync of #" + system, becomes(system, SystemState.ONLINE_SYNC));
        story.seeReport(CHECKSUM);
        expectStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        story.seeGuest(1);
        story.stopped();
    }

    private static Predicate<ServerEvent> becomes(int system, SystemState state) {
        return event ->
                event.system() == system && event.to() == state && event.from() != event.to();
    }

    private void expectStates(SystemState... states) throws Missing, InterruptedException {
        for (int system = 0; system < states.length; system++) {
            expectState(system, states[system]);
        }
    }

    private void expectState(int system, SystemState state) throws Missing, InterruptedException {
        story.until(state + " of #" + system, () -> server.systems().get(system).state() == state);
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
