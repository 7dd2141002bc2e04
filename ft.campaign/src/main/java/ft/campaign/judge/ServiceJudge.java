package ft.campaign.judge;

import ft.api.server.ResyncReport;

/**
 * J10 and J6: the service does not stop for longer than a bound, and a stop is not longer than that
 * of copying everything.
 */
public final class ServiceJudge implements Judge {
    /** Rounds at one clock that commands and states may need. */
    private static final int ROUNDS = 64;

    private final long bound;
    private int rounds;

    /**
     * Makes a judge.
     *
     * @param bound longest stop, in nanoseconds of guest time at the speed of the DMA engine
     */
    public ServiceJudge(long bound) {
        this.bound = bound;
    }

    @Override
    public void boundary(Boundary b, Findings findings) {
        for (ResyncReport report : b.reports) {
            if (report.stopGuestNanos() > bound) {
                findings.add(
                        "J10",
                        b.clock,
                        "the guest was stopped for "
                                + report.stopGuestNanos()
                                + " ns, longer than "
                                + bound);
            }
            long all = b.active < 0 ? 0 : b.act().mirror.memory().size();
            int copies = report.attempts() + (report.fallback() ? 1 : 0);
            if (b.active >= 0 && report.stoppedBytes() > all * Math.max(1, copies)) {
                findings.add(
                        "J6",
                        b.clock,
                        report.stoppedBytes() + " bytes under stop, more than there are: " + all);
            }
        }
        boolean stuck =
                b.active >= 0
                        && b.active == b.activeBefore
                        && b.clock == b.clockBefore
                        && b.guestExit.isEmpty()
                        && !b.standsStill;
        rounds = stuck ? rounds + 1 : 0;
        if (rounds > ROUNDS) {
            findings.add("J10", b.clock, "the service stands still for " + rounds + " rounds");
        }
    }
}
