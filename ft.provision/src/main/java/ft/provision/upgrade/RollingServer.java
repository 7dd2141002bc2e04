package ft.provision.upgrade;

import ft.api.board.BoardMap;
import ft.api.part.PartKind;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.api.upgrade.UpgradeProgress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A server whose systems are replaced one after the other: what is asked of it, and what is seen of
 * it meanwhile.
 *
 * <p><b>Threading:</b> the thread of the upgrade, but for what is only looked at.
 */
final class RollingServer implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NANOS_PER_TICK = 1_000_000_000 / BoardMap.TIMEBASE_HZ;

    private final FtServer server;
    private final LinkedBlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
    private final AutoCloseable listening;
    private final int reportsBefore;
    private int reports;

    RollingServer(FtServer server) {
        this.server = server;
        listening = server.onEvent(events::add);
        reportsBefore = server.reports().size();
    }

    String name() {
        return server.description().name();
    }

    int systems() {
        return server.description().systems();
    }

    SystemStatus status(int system) {
        return server.systems().get(system);
    }

    boolean isActive(int system) {
        SystemStatus status = status(system);
        return status.mode() == Mode.ACT && status.state().isOnline();
    }

    /** The version of the processor that the CPU board of a system comes from. */
    Optional<String> version(int system) {
        return server.parts().stream()
                .filter(part -> part.kind() == PartKind.PROCESSOR && part.system() == system)
                .map(part -> part.version())
                .findFirst();
    }

    /** Whether any system has power. */
    static boolean hasPower(FtServer server) {
        return server.systems().stream().anyMatch(each -> each.state() != SystemState.OFF);
    }

    /** Whether another system than this one is in Online sync. */
    boolean isAccompanied(int system) {
        return server.systems().stream()
                .anyMatch(
                        each -> each.system() != system && each.state() == SystemState.ONLINE_SYNC);
    }

    /** Why not all systems are in Online sync, if they are not. */
    Optional<String> outOfStep() {
        for (SystemStatus each : server.systems()) {
            if (each.state() != SystemState.ONLINE_SYNC) {
                return Optional.of("#" + each.system() + " is " + each.state());
            }
        }
        return Optional.empty();
    }

    /** Guest time of the service now. */
    long nanos() {
        return nanos(clock());
    }

    private long clock() {
        return server.systems().stream().mapToLong(SystemStatus::clock).max().orElse(0);
    }

    private long nanos(long cycles) {
        int perTick = server.description().cyclesPerTick();
        return cycles / perTick * NANOS_PER_TICK + cycles % perTick * NANOS_PER_TICK / perTick;
    }

    /** Instructions that the service has retired. */
    long retired() {
        return server.systems().stream().mapToLong(SystemStatus::retired).max().orElse(0);
    }

    /** How far a resynchronization is. */
    Optional<UpgradeProgress> resynchronization() {
        return server.progress().map(RollingServer::shown);
    }

    private static UpgradeProgress shown(ResyncProgress progress) {
        return new UpgradeProgress(progress.phase(), progress.fraction());
    }

    /**
     * Has something done.
     *
     * @throws Refusal with the sentence with which it was refused
     * @throws Setback if the server failed
     */
    void operate(Operation operation, Diary diary) throws Setback, InterruptedException {
        var done = server.submit(operation);
        while (true) {
            try {
                done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                diary.moment(); // a debugger may hold it for as long as it likes
            } catch (ExecutionException e) {
                String why = e.getCause().getMessage();
                if (e.getCause() instanceof ServerException) {
                    throw new Refusal(why, e);
                }
                throw new Setback("the server failed: " + why, e);
            }
        }
    }

    /** What was seen so far is no matter any more. */
    void forget() {
        events.clear();
        reports = server.reports().size();
    }

    /** The first thing that was seen since then and that counts. */
    Optional<ServerEvent> seen(Predicate<ServerEvent> counts) {
        return List.copyOf(events).stream()
                .filter(event -> !event.refused() && counts.test(event))
                .findFirst();
    }

    /** A system that was in step is not any more. */
    private static boolean fallsOut(ServerEvent event) {
        return event.from() == SystemState.ONLINE_SYNC && event.to() != SystemState.ONLINE_SYNC;
    }

    private static boolean goes(ServerEvent event) {
        boolean gone = event.to() == SystemState.FAULT || event.to() == SystemState.OFF;
        return gone && event.from() != event.to();
    }

    /**
     * How Online sync was left, if it was since then: by whom it is about, rather than by who is
     * left.
     */
    Optional<ServerEvent> fall() {
        Optional<ServerEvent> gone = seen(RollingServer::goes);
        return gone.isPresent() ? gone : seen(RollingServer::fallsOut);
    }

    /** What the last resynchronization has cost, in words. */
    String lastCost() {
        List<ResyncReport> all = server.reports();
        return cost(all.subList(all.size() - 1, all.size()));
    }

    /** What all resynchronizations since the begin have cost. */
    String cost() {
        List<ResyncReport> all = server.reports();
        return cost(all.subList(Math.min(reportsBefore, all.size()), all.size()));
    }

    private static String cost(List<ResyncReport> ended) {
        long stop = ended.stream().mapToLong(ResyncReport::stopGuestNanos).sum();
        long gap = ended.stream().mapToLong(ResyncReport::gapGuestNanos).sum();
        return String.format(
                Locale.ROOT,
                "the guest stopped for %.3f ms, without redundancy for %.3f ms",
                stop / NANOS_PER_MILLI,
                gap / NANOS_PER_MILLI);
    }

    /**
     * Waits until a board that was put in is in Online sync with all others.
     *
     * @throws Setback with what has come in between
     */
    void awaitInStep(int system, Diary diary) throws Setback, InterruptedException {
        diary.progress(this::resynchronization);
        try {
            while (outOfStep().isPresent() || server.reports().size() == reports) {
                failIfLost(system);
                synchronize(system);
                diary.moment();
            }
        } finally {
            diary.progress(Optional::empty);
        }
    }

    private void failIfLost(int system) throws Setback {
        Optional<ServerEvent> lost = fall();
        if (lost.isPresent()) {
            throw new Setback(
                    "#" + lost.get().system() + " fell out meanwhile: " + lost.get().text());
        }
        Optional<String> exit = server.guestExit();
        if (exit.isPresent()) {
            throw new Setback("the guest has ended meanwhile: " + exit.get());
        }
        if (server.systems().stream().noneMatch(each -> each.state().isOnline())) {
            throw new Setback("the service was lost before #" + system + " was in step");
        }
    }

    /** Where the server does not do it by itself. */
    private void synchronize(int system) {
        if (!server.description().automaticSync()
                && status(system).state() == SystemState.OFFLINE) {
            // Refused as long as its firmware has not come to its loop; then it is asked again.
            server.submit(new Operation.Synchronize(system));
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("A listener could not be taken back", e);
        }
    }
}
