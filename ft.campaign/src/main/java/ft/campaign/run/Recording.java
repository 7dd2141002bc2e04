package ft.campaign.run;

import ft.api.observer.BoundaryObserver;
import ft.api.server.BoundaryView;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.server.SystemView;
import ft.campaign.judge.History;
import ft.campaign.judge.PageMirror;
import ft.campaign.scenario.Machine;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Records the history of a guest in one system that nothing disturbs: the golden run. */
final class Recording implements BoundaryObserver {
    private static final long PATIENCE_SECONDS = 120;

    private final History history = new History();
    private final PageMirror mirror = new PageMirror();
    private final CompletableFuture<History> done = new CompletableFuture<>();
    private final OutputDigest output;
    private final long end;

    private Recording(OutputDigest output, long end) {
        this.output = output;
        this.end = end;
    }

    /** Records until a clock, or until the guest ends by itself. */
    static History of(Laboratory laboratory, Machine machine, long end)
            throws ServerException, InterruptedException {
        try (FtServer server =
                        laboratory.build(
                                machine,
                                1,
                                Map.of("automaticSync", "false", "engine", "INTERPRETED"));
                OutputDigest output = new OutputDigest(server)) {
            Recording recording = new Recording(output, end);
            server.observe(recording);
            server.submit(new Operation.PowerOn(Operation.ALL)).get();
            return recording.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ServerException("The golden run of " + machine + " failed: " + e, e);
        } catch (ServerException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void boundary(BoundaryView view) {
        if (done.isDone() || view.active() < 0) {
            return;
        }
        SystemView act = view.systems().get(view.active());
        mirror.look(act);
        if (history.find(view.clock()) < 0) {
            history.add(
                    view.clock(),
                    act.retired(),
                    mirror.digest(),
                    History.digest(act.context()),
                    output.digest());
        }
        if (view.clock() >= end || !view.guestExit().isEmpty() || view.standsStill()) {
            done.complete(history);
        }
    }
}
