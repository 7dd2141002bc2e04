package ft.campaign.run;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.campaign.judge.CopyJudge;
import ft.campaign.judge.HistoryJudge;
import ft.campaign.judge.Judge;
import ft.campaign.judge.LockstepJudge;
import ft.campaign.judge.ServiceJudge;
import ft.campaign.judge.StateJudge;
import ft.campaign.judge.TraceJudge;
import ft.campaign.scenario.Action;
import ft.campaign.scenario.Machine;
import ft.campaign.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;

/**
 * Runs scenarios, on any number of threads at a time. Golden runs are kept by machine; one that
 * restarts bundles runs alone, because the bundles are everybody's.
 */
public final class Simulator {
    /** Options of a server that a guest cannot notice, so that golden runs are shared (J5). */
    private static final List<String> UNNOTICED =
            List.of(
                    "automaticSync",
                    "engine",
                    "strategy",
                    "traceEntries",
                    "traceAlmostFull",
                    "traceGranularity",
                    "asyncLimit",
                    "dmaRate",
                    "checksumRate",
                    "backgroundShare",
                    "copyUnit",
                    "busComparator",
                    "ioMismatch",
                    "ioQueueDepth");

    /** Strategies that leave something for after the synchronization reset. */
    private static final Pattern REPAIRING = Pattern.compile("literal|demand|content");

    private static final long PATIENCE_SECONDS = 60;

    private final Laboratory laboratory;
    private final BundleContext context;
    private final long stopBound;
    private final Goldens goldens = new Goldens();
    private final ReadWriteLock bundles = new ReentrantReadWriteLock(true);

    /**
     * Makes a simulator.
     *
     * @param context the framework whose bundles scenarios restart; null if they do not
     * @param stopBound longest stop of the service that is tolerated, in nanoseconds (J10)
     */
    public Simulator(Laboratory laboratory, BundleContext context, long stopBound) {
        this.laboratory = laboratory;
        this.context = context;
        this.stopBound = stopBound;
    }

    /** Runs a scenario. */
    public RunResult run(Scenario scenario, boolean keepsLog)
            throws ServerException, InterruptedException {
        boolean restarts =
                scenario.deeds().stream().anyMatch(d -> d.action() instanceof Action.Restart);
        Lock lock = restarts ? bundles.writeLock() : bundles.readLock();
        Golden golden = golden(scenario.machine());
        lock.lockInterruptibly();
        try {
            Bundles touched = restarts ? new InstalledBundles(context) : Bundles.NONE;
            try {
                return run(scenario, golden, touched, keepsLog);
            } finally {
                touched.startAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private RunResult run(Scenario scenario, Golden golden, Bundles touched, boolean keepsLog)
            throws ServerException, InterruptedException {
        try (FtServer server = laboratory.build(scenario.machine(), scenario.seed(), Map.of());
                OutputDigest output = new OutputDigest(server)) {
            Execution execution =
                    new Execution(
                            scenario, server, output, golden, judges(scenario), touched, keepsLog);
            server.onEvent(execution::event);
            server.onReport(execution::report);
            server.observe(execution);
            server.submit(new Operation.PowerOn(Operation.ALL));
            try {
                return execution.done().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                execution.hang(server.toString());
                return execution.done().get();
            }
        } catch (ExecutionException e) {
            throw new ServerException(
                    "The run of seed " + scenario.seed() + " broke: " + e.getCause(), e.getCause());
        } catch (ServerException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Judge> judges(Scenario scenario) {
        List<Judge> judges = new ArrayList<>();
        judges.add(new HistoryJudge());
        judges.add(new StateJudge());
        judges.add(new LockstepJudge(isExact(scenario)));
        judges.add(new TraceJudge());
        judges.add(new ServiceJudge(stopBound));
        judges.add(new CopyJudge());
        return judges;
    }

    /** Whether no strategy is used that leaves pages to be repaired. */
    private static boolean isExact(Scenario scenario) {
        return !REPAIRING.matcher(scenario.machine().text("strategy", "")).find()
                && scenario.deeds().stream()
                        .noneMatch(deed -> REPAIRING.matcher(deed.action().toString()).find())
                && scenario.deeds().stream()
                        .noneMatch(deed -> deed.action() instanceof Action.Restart);
    }

    private Golden record(Machine machine) throws ServerException, InterruptedException {
        long patience = machine.end();
        long end = machine.end() + patience;
        return new Golden(Recording.of(laboratory, machine, end), end, patience / 2);
    }

    private Golden golden(Machine machine) throws ServerException, InterruptedException {
        Map<String, String> options = new TreeMap<>(machine.options());
        options.keySet().removeAll(UNNOTICED);
        Machine key = new Machine(machine.guest(), machine.arguments(), options, machine.end());
        return goldens.of(key, this::record);
    }
}
