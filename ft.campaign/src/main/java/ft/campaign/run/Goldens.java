package ft.campaign.run;

import ft.api.server.ServerException;
import ft.campaign.scenario.Machine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The golden runs, each recorded once, however many threads want it at a time. */
final class Goldens {
    private final Map<Machine, FutureTask<Golden>> recorded = new ConcurrentHashMap<>();

    /** Records one. */
    @FunctionalInterface
    interface Recorder {
        Golden record(Machine machine) throws ServerException, InterruptedException;
    }

    /** The one of a machine. Who comes first records it, the others wait. */
    Golden of(Machine machine, Recorder recorder) throws ServerException, InterruptedException {
        FutureTask<Golden> own = new FutureTask<>(() -> recorder.record(machine));
        FutureTask<Golden> first = recorded.putIfAbsent(machine, own);
        if (first == null) {
            first = own;
            own.run();
        }
        try {
            return first.get();
        } catch (ExecutionException e) {
            // The next one may try again.
            recorded.remove(machine, first);
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("the recording of a golden run was interrupted");
            }
            throw new ServerException(e.getCause().getMessage(), e.getCause());
        }
    }
}
