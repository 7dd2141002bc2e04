package ft.campaign.judge;

import ft.api.state.SystemState;
import java.util.Arrays;
import java.util.BitSet;

/**
 * J4, K6 and K8: sound systems in ST4 have equal main storage and equal contexts at every boundary,
 * latent flips included, because only the full check lets a system into ST4. J3: at the
 * synchronization reset nothing differs but what an exact strategy was not told of.
 */
public final class LockstepJudge implements Judge {
    private final boolean exact;

    /**
     * Makes a judge.
     *
     * @param exact whether every strategy that may be used leaves nothing to be repaired
     */
    public LockstepJudge(boolean exact) {
        this.exact = exact;
    }

    @Override
    public void boundary(Boundary b, Findings findings) {
        if (b.active < 0) {
            return;
        }
        for (int i = 0; i < b.systems.length; i++) {
            if (i == b.active) {
                continue;
            }
            Boundary.One other = b.systems[i];
            if (other.state == SystemState.ONLINE_SYNC
                    && b.soundness.isSound(i)
                    && b.soundness.isSound(b.active)) {
                inStep(b, i, findings);
            } else if (other.entered(SystemState.PRE_ONLINE_SYNC)
                    && other.before != SystemState.ONLINE_SYNC) {
                reset(b, i, findings);
            }
        }
    }

    private void inStep(Boundary b, int i, Findings findings) {
        Boundary.One other = b.systems[i];
        boolean entered = other.entered(SystemState.ONLINE_SYNC);
        if (!other.mirror.equalTo(b.act().mirror)) {
            findings.add(
                    entered ? "K6" : "J4",
                    b.clock,
                    "#"
                            + b.active
                            + " and #"
                            + i
                            + " are in ST4 and differ in pages "
                            + b.act().mirror.differences(other.mirror));
        }
        if (!Arrays.equals(other.context, b.act().context)) {
            findings.add(
                    entered ? "K8" : "J4",
                    b.clock,
                    "contexts of #" + b.active + " and #" + i + " differ in ST4");
        }
    }

    /** The guest goes on in both from here. */
    private void reset(Boundary b, int i, Findings findings) {
        Boundary.One other = b.systems[i];
        if (b.soundness.mayCorruptCopies() || b.soundness.isStriking()) {
            return;
        }
        if (!Arrays.equals(other.context, b.act().context)) {
            findings.add("K8", b.clock, "contexts differ at the synchronization reset");
        }
        if (!exact || other.mirror.equalTo(b.act().mirror)) {
            return;
        }
        BitSet pages = b.act().mirror.differences(other.mirror);
        Differences.forEach(
                b.act().mirror.memory(),
                other.mirror.memory(),
                pages,
                address -> {
                    if (!b.soundness.isFlipped(address)) {
                        findings.add(
                                "J3",
                                b.clock,
                                String.format(
                                        "0x%x differs at the synchronization reset", address));
                    }
                });
    }
}
