package ft.campaign.judge;

/**
 * J5 non-interference and J7 output: as long as the system in service was not struck itself, the
 * guest's memory, context, instruction count and output are at every boundary what they are in the
 * golden run.
 */
public final class HistoryJudge implements Judge {
    @Override
    public void boundary(Boundary b, Findings findings) {
        if (b.active < 0
                || b.goldenBoundary < 0
                || !b.soundness.isSound(b.active)
                || !b.soundness.isComparable()) {
            return;
        }
        Boundary.One act = b.act();
        int at = b.goldenBoundary;
        require(b, findings, "J5", "instructions retired", b.golden.retired(at), act.retired);
        require(b, findings, "J5", "main storage", b.golden.memory(at), act.mirror.digest());
        long context = History.digest(act.context);
        require(b, findings, "J5", "context", b.golden.context(at), context);
        require(b, findings, "J7", "output of the devices", b.golden.output(at), b.output);
        if (!b.guestExit.isEmpty() && at < b.golden.size() - 1) {
            findings.add("J5", b.clock, "the guest ended (" + b.guestExit + ") before its time");
        }
    }

    private static void require(
            Boundary b, Findings findings, String invariant, String what, long golden, long now) {
        if (golden != now) {
            findings.add(
                    invariant,
                    b.clock,
                    String.format(
                            "%s of #%d is %x, and %x without faults (%s)",
                            what, b.active, now, golden, b.states()));
        }
    }
}
