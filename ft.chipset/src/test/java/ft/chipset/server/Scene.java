package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.observer.BoundaryObserver;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server, a guest, what is done to it at which clock, and the same guest undisturbed. */
final class Scene implements AutoCloseable {
    private static final Map<String, Probe> REFERENCES = new ConcurrentHashMap<>();

    final TestParts parts = new TestParts();
    private final long end;
    private final List<String> options =
            new ArrayList<>(List.of("driver=sequential", "memory=1MiB", "traceAlmostFull=600"));
    private final List<Timed> operations = new ArrayList<>();
    private final String arguments;
    private BoundaryObserver observer;
    private long codeFlipClock;
    private int codeFlipBit;
    private DescribedServer server;

    private record Timed(long clock, Operation operation) {}

    /** With the guest ledger, until a clock. */
    Scene(long end, String arguments) {
        this.end = end;
        this.arguments = arguments;
    }

    Scene with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    Scene at(long clock, Operation operation) {
        operations.add(new Timed(clock, operation));
        return this;
    }

    Scene strike(long clock, Fault fault) {
        return at(clock, new Operation.Inject(fault));
    }

    Scene observe(BoundaryObserver each) {
        observer = each;
        return this;
    }

    /** Lets a cell of #1 flip in the code that it is about to execute. */
    Scene flipCode(long clock, int bit) {
        codeFlipClock = clock;
        codeFlipBit = bit;
        return this;
    }

    private Probe flipCode() throws Exception {
        TestParts.powerOnHeldAt(server, codeFlipClock);
        long pc = server.registers(1, 0).get(30, TimeUnit.SECONDS).get("pc");
        server.submit(new Operation.Inject(new Fault.MemoryFlip(1, pc, codeFlipBit)))
                .get(30, TimeUnit.SECONDS);
        return TestParts.goOn(server, end);
    }

    Probe run() throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", arguments));
        if (observer != null) {
            server.observe(observer);
        }
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        return codeFlipClock > 0 ? flipCode() : TestParts.powerOnTo(server, end);
    }

    List<ResyncReport> reports() {
        return server.reports();
    }

    List<StateEvent> events() {
        return server.events().stream()
                .filter(e -> !e.refused() && e.event() != null)
                .map(e -> e.event())
                .toList();
    }

    /** When the systems disagreed for the first time. */
    long clockOfDisagreement() {
        return server.events().stream()
                .filter(
                        each ->
                                each.event() == StateEvent.BUS_MISMATCH
                                        || each.event() == StateEvent.IO_MISMATCH)
                .findFirst()
                .orElseThrow(() -> new AssertionError(log()))
                .clock();
    }

    String log() {
        List<String> lines =
                server.events().stream()
                        .map(e -> e.clock() + " #" + e.system() + " " + e.event() + " " + e.text())
                        .toList();
        return String.join("\n", lines) + "\n" + server.reports();
    }

    /** Runs, and nothing can be told from the guest. */
    Scene assertGolden() throws Exception {
        Probe probe = run();
        Probe right = reference();
        assertThat(server.systems())
                .extracting("state")
                .as(this::log)
                .containsOnly(SystemState.ONLINE_SYNC);
        assertThat(probe.retired()).as(this::log).isEqualTo(right.retired());
        assertThat(probe.output()).as(this::log).isEqualTo(right.output());
        assertThat(probe.memory()).as(this::log).hasSize(2).containsOnly(right.memory().get(0));
        assertThat(probe.context()).as(this::log).containsOnly(right.context().get(0));
        return this;
    }

    Probe reference() throws Exception {
        String key = end + arguments;
        Probe known = REFERENCES.get(key);
        if (known == null) {
            try (DescribedServer one =
                    parts.server("driver=sequential", "memory=1MiB", "automaticSync=false")) {
                one.guest(parts.guest("ledger", arguments));
                known = TestParts.powerOnTo(one, end);
                REFERENCES.put(key, known);
            }
        }
        return known;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
