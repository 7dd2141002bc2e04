package ft.provision.upgrade;

import ft.api.server.ServerEvent;
import ft.api.upgrade.UpgradeProgress;
import ft.api.upgrade.UpgradeStep.Kind;
import java.util.Locale;
import java.util.Optional;

/** All systems run in lock-step for a while, and the comparators judge. */
final class TrialStage implements Stage {
    private static final double NANOS_PER_MILLI = 1e6;

    private final RollingServer server;
    private final String who;
    private final long nanos;

    /**
     * For a while.
     *
     * @param who is compared with whom, in words
     * @param nanos of guest time
     */
    TrialStage(RollingServer server, String who, long nanos) {
        this.server = server;
        this.who = who;
        this.nanos = nanos;
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        if (nanos == 0) {
            return;
        }
        long begin = server.nanos();
        long retired = server.retired();
        String what = "trial: " + who;
        diary.progress(() -> progress(what, server.nanos() - begin));
        try {
            boolean over = false;
            while (!over) {
                over = server.nanos() - begin >= nanos; // before the last look at what was seen
                diary.moment();
                judge(server.retired() - retired);
            }
        } finally {
            diary.progress(Optional::empty);
        }
        diary.step(
                Kind.TRIAL,
                server,
                -1,
                String.format(
                        Locale.ROOT,
                        "%s did the same for %.0f ms, %,d instructions",
                        who,
                        (server.nanos() - begin) / NANOS_PER_MILLI,
                        server.retired() - retired));
    }

    private void judge(long instructions) throws Setback {
        Optional<ServerEvent> disturbance = server.fall();
        if (disturbance.isPresent()) {
            ServerEvent event = disturbance.get();
            throw new Setback(
                    String.format(
                            Locale.ROOT,
                            "after %,d instructions of the trial #%d left Online sync: %s",
                            instructions,
                            event.system(),
                            event.text()));
        }
        Optional<String> wrong = server.outOfStep();
        if (wrong.isPresent()) {
            throw new Setback("in the trial " + wrong.get());
        }
    }

    private Optional<UpgradeProgress> progress(String what, long passed) {
        return Optional.of(new UpgradeProgress(what, Math.min(1, (double) passed / nanos)));
    }

    @Override
    public void takeBack(Diary diary) {
        // It has only looked.
    }
}
