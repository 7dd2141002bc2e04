package ft.campaign.run;

import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.campaign.judge.Boundary;
import ft.campaign.judge.Soundness;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run has come to so far: the figures, and what its outcome depends on. */
final class Chronicle {
    private static final long PRIME = 0x100000001b3L;

    final SortedSet<String> faults = new TreeSet<>();
    final List<String> log = new ArrayList<>();
    private final boolean keepsLog;

    /** Whether nothing but comparators and queues was struck. */
    private boolean onlyComparators = true;

    long logDigest = 0xcbf29ce484222325L;
    long latency = -1;
    long traceLife = -1;
    long background;
    long stopped;
    long stopNanos;
    long gapNanos;
    int resyncs;
    int failures;
    boolean lastFailed;

    /** Things that can cost redundancy: faults that have struck, boards pulled and the like. */
    int harms;

    /** Whether the only harm came while all systems were in Online sync. */
    boolean inStep;

    boolean alarmed;
    boolean falseAlarm;
    boolean served;
    boolean lost;
    boolean deviated;
    boolean silent;
    boolean hung;
    private long firstHarm = -1;
    private long traceSince = -1;

    Chronicle(boolean keepsLog) {
        this.keepsLog = keepsLog;
    }

    void struck(Fault fault, long clock, boolean allInStep) {
        FaultKind kind = FaultKind.of(fault);
        faults.add(kind.word());
        onlyComparators &= kind == FaultKind.COMPARATOR || kind == FaultKind.QUEUE;
        harmed(clock, allInStep);
    }

    /** An operator has taken something out. */
    void harmed(String how, long clock, boolean allInStep) {
        faults.add(how);
        onlyComparators = false;
        harmed(clock, allInStep);
    }

    private void harmed(long clock, boolean allInStep) {
        inStep = harms == 0 && allInStep;
        harms++;
        if (firstHarm < 0) {
            firstHarm = clock;
        }
    }

    void event(ServerEvent event) {
        String line =
                event.clock()
                        + " #"
                        + event.system()
                        + " "
                        + event.label()
                        + " "
                        + event.event()
                        + " "
                        + event.from().label()
                        + " -> "
                        + event.to().label()
                        + " "
                        + event.mode()
                        + (event.refused() ? " refused " : " ")
                        + event.text();
        for (int i = 0; i < line.length(); i++) {
            logDigest = (logDigest ^ line.charAt(i)) * PRIME;
        }
        if (keepsLog) {
            log.add(line);
        }
    }

    void report(ResyncReport report) {
        background += report.backgroundBytes();
        stopped += report.stoppedBytes();
        stopNanos = Math.max(stopNanos, report.stopGuestNanos());
        gapNanos = Math.max(gapNanos, report.gapGuestNanos());
        lastFailed = !report.succeeded();
        if (report.succeeded()) {
            resyncs++;
        } else {
            failures++;
        }
    }

    /** Follows a boundary, before judges look. */
    void follow(Boundary b) {
        logDigest = (logDigest ^ b.round ^ b.clock << 20) * PRIME;
        if (Soundness.isAlarm(b)) {
            if (harms == 0 && !b.happened(StateEvent.OUTPUT_MISMATCH)) {
                falseAlarm = true; // S17 is how the literal algorithm notices what it has missed
            }
        }
        if (!alarmed && firstHarm >= 0 && (Soundness.isAlarm(b) || isNotice(b))) {
            alarmed = true;
            latency = Math.max(0, b.clock - firstHarm);
        }
        served |= b.active >= 0;
        lost |= served && b.active < 0;
        if (b.active >= 0) {
            boolean async = b.act().state == SystemState.ONLINE_ASYNC;
            if (async && traceSince < 0) {
                traceSince = b.clock;
            } else if (!async && traceSince >= 0) {
                traceLife = Math.max(traceLife, b.clock - traceSince);
                traceSince = -1;
            }
        }
        if (b.active >= 0 && b.goldenBoundary >= 0 && b.soundness.isComparable()) {
            deviated = Soundness.deviates(b);
            if (b.golden.output(b.goldenBoundary) != b.output && !alarmed) {
                silent = true;
            }
        } else if (b.active >= 0
                && b.goldenBoundary < 0
                && !b.guestExit.isEmpty()
                && b.soundness.isComparable()) {
            deviated = true;
        }
    }

    /** What takes a system out without anything being wrong in it. */
    private static boolean isNotice(Boundary b) {
        return b.happened(StateEvent.POWER_OFF)
                || b.happened(StateEvent.XLINK_DOWN)
                || b.happened(StateEvent.ISOLATE);
    }

    /** What became of the run, at its last boundary. */
    Outcome outcome(Boundary b) {
        if (hung) {
            return Outcome.HANG;
        } else if (lost) {
            return Outcome.SERVICE_LOST;
        } else if (silent) {
            return Outcome.SILENT_CORRUPTION;
        } else if (falseAlarm || harms > 0 && alarmed && onlyComparators) {
            return Outcome.FALSE_ALARM;
        } else if (deviated) {
            return alarmed ? Outcome.WRONG_SURVIVOR : Outcome.LATENT;
        } else if (harms == 0) {
            return failures > 0 && lastFailed ? Outcome.RESYNC_FAILED : Outcome.UNDISTURBED;
        } else if (b.all(SystemState.ONLINE_SYNC)) {
            return alarmed
                    ? Outcome.RESYNCHRONIZED
                    : b.soundness.allSound(b) ? Outcome.MASKED : Outcome.LATENT;
        } else if (!alarmed) {
            return Outcome.MASKED;
        }
        return lastFailed && failures > 0 ? Outcome.RESYNC_FAILED : Outcome.SEPARATED;
    }
}
