package ft.chipset.server;

import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.SystemState;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures resynchronizations in one process: what a page costs on its whole way from one main
 * storage to the other, and what is under the stop. Not a test: {@code CopyMeasurement MEMORY TIMES
 * GUEST-ARGUMENTS STRATEGY...}.
 */
public final class CopyMeasurement {
    private static final long PATIENCE_SECONDS = 600;

    private static final int PAGE = 4096;
    private static final int REFERENCE = 128 << 20;
    private static byte[][] from;
    private static byte[][] to;

    private final DescribedServer server;
    private final BlockingQueue<ResyncReport> reports = new LinkedBlockingQueue<>();

    private CopyMeasurement(String memory, String guest) throws Exception {
        TestParts parts = new TestParts();
        server =
                parts.server(
                        "memory=" + memory,
                        "dmaRate=8GiB",
                        "checksumRate=8GiB",
                        "automaticSync=false");
        server.onReport(reports::add);
        server.guest(parts.guest("steady", guest));
        server.submit(new Operation.PowerOn(Operation.ALL)).get();
    }

    public static void main(String[] words) throws Exception {
        int times = Integer.parseInt(words[1]);
        CopyMeasurement measurement = new CopyMeasurement(words[0], words[2]);
        measurement.fill();
        for (int time = 0; time < times; time++) {
            for (int i = 3; i < words.length; i++) {
                measurement.measure(words[i]);
            }
        }
        measurement.server.close();
    }

    private void fill() throws Exception {
        until(() -> loops(0));
        synchronize("stop-and-copy");
        until(() -> new String(server.output(server.channels().get(0))).contains("\n"));
    }

    private boolean isAt(int system, SystemState state) {
        return server.systems().get(system).state() == state;
    }

    private ResyncReport synchronize(String strategy) throws Exception {
        long since = server.events().isEmpty() ? 0 : server.events().size();
        server.submit(new Operation.SelectStrategy(0, strategy)).get();
        server.submit(new Operation.Isolate(1)).get();
        server.submit(new Operation.Reset(1)).get();
        until(() -> loops(since));
        reports.clear();
        server.submit(new Operation.Synchronize(1)).get();
        ResyncReport report = reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        until(() -> isAt(1, SystemState.ONLINE_SYNC) || !report.succeeded());
        return report;
    }

    private boolean loops(long since) {
        return server.events().stream()
                .skip(since)
                .map(ServerEvent::label)
                .anyMatch("T205"::equals);
    }

    private void measure(String strategy) throws Exception {
        long wall = System.nanoTime();
        double before = reference(REFERENCE);
        ResyncReport report = synchronize(strategy);
        double after = reference(REFERENCE);
        wall = System.nanoTime() - wall;
        long stopped = Math.max(1, report.stoppedPages());
        System.out.printf(
                Locale.ROOT,
                "%-18s stop %.3f ms (guest %.3f), %d pages under stop, %.0f ns each (arraycopy %.0f, %.0f); background %d MiB; all %.0f ms %s %s%n",
                strategy,
                report.stopWallNanos() / 1e6,
                report.stopGuestNanos() / 1e6,
                report.stoppedPages(),
                (double) report.stopWallNanos() / stopped,
                before,
                after,
                report.backgroundBytes() >> 20,
                wall / 1e6,
                report.failure(),
                report.figures());
        if (Boolean.getBoolean("steps")) {
            showStop();
        }
    }

    /** Nanoseconds that a page takes which is copied by nothing but an instruction for it. */
    private static double reference(int bytes) {
        if (from == null) {
            from = new byte[bytes / PAGE][PAGE];
            to = new byte[bytes / PAGE][PAGE];
        }
        long began = System.nanoTime();
        for (int page = 0; page < from.length; page++) {
            System.arraycopy(from[page], 0, to[page], 0, PAGE);
        }
        return (double) (System.nanoTime() - began) / from.length;
    }

    /** When what happened around the stop, in microseconds from the end of the background copy. */
    private void showStop() {
        java.time.Instant first = null;
        for (ServerEvent event : server.events()) {
            if (event.event() == ft.api.state.StateEvent.COPY_DONE && event.system() == 0) {
                first = event.wall();
            }
        }
        for (ServerEvent event : server.events()) {
            if (first != null && !event.wall().isBefore(first)) {
                System.out.printf(
                        "%8d #%d %s %s %s%n",
                        java.time.Duration.between(first, event.wall()).toNanos() / 1000,
                        event.system(),
                        event.label(),
                        event.event(),
                        event.text());
            }
        }
    }

    private static void until(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("in vain");
            }
            Thread.sleep(5);
        }
    }
}
