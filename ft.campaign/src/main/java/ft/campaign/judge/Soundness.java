package ft.campaign.judge;

import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which systems can be trusted to be what a machine without faults would be: the invariants hold
 * for those. Follows the faults that have struck, and what resynchronizations have mended.
 */
public final class Soundness {
    /** Boundaries until a fault that has struck shows, if it shows at all. */
    private static final int SETTLED = 3;

    private final boolean[] sound;
    private final boolean[] struckInCheck;
    private final boolean[] stays;
    private final Set<Long> flipped = new TreeSet<>();
    private final CopySpoilers spoilers = new CopySpoilers();
    private final BitSet strikes = new BitSet();
    private int sinceStrike;
    private boolean served;
    private boolean restarted;
    private boolean alarmed;
    private boolean deviated;
    private boolean inputAltered;

    Soundness(int systems) {
        sound = new boolean[systems];
        struckInCheck = new boolean[systems];
        stays = new boolean[systems];
    }

    /** A fault waits for its victim; one that hits copies is heard of when the copy is over. */
    public void armed(Fault fault) {
        spoilers.armed(fault);
    }

    /** A fault has struck. */
    public void struck(Fault fault) {
        Set<FaultEffect> follows = FaultEffect.of(FaultKind.of(fault));
        inputAltered |= follows.contains(FaultEffect.ALTERS_INPUT);
        spoilers.struck(fault);
        if (follows.contains(FaultEffect.CORRUPTS)) {
            sound[fault.system()] = false;
            struckInCheck[fault.system()] = true;
            stays[fault.system()] |= follows.contains(FaultEffect.STAYS);
            alarmed = false;
            deviated = false;
            strikes.set(fault.system());
            sinceStrike = 0;
        }
        if (fault instanceof Fault.MemoryFlip flip) {
            flipped.add(flip.address());
        } else if (fault instanceof Fault.MemoryStuck stuck) {
            flipped.add(stuck.address());
        }
    }

    /** Input of the guest was changed otherwise than by a fault, by pulling an IO board say. */
    public void inputAltered() {
        inputAltered = true;
    }

    /** Follows what has happened until a boundary. To be called before judges look. */
    public void follow(Boundary b) {
        spoilers.follow(b);
        // A clock that goes back: lost and booted again between two boundaries.
        if (b.active >= 0 && (b.activeBefore < 0 || b.clock < b.clockBefore)) {
            restarted |= served;
            served = true;
            Arrays.fill(sound, false);
            sound[b.active] = !stays[b.active];
        }
        if (isWrongOneBelieved(b)) {
            Arrays.fill(sound, false);
        }
        for (int i = 0; i < sound.length; i++) {
            Boundary.One system = b.systems[i];
            if (!system.state.isOnline()) {
                sound[i] = false;
            }
            if (system.state == SystemState.OFF) {
                stays[i] = false; // another board, or the same one repaired
            }
            if (system.entered(SystemState.PRE_ONLINE_SYNC)) {
                struckInCheck[i] = false;
            }
            if (system.entered(SystemState.ONLINE_SYNC)
                    && system.before == SystemState.PRE_ONLINE_SYNC
                    && i != b.active
                    && b.active >= 0) {
                sound[i] = sound[b.active] && !struckInCheck[i] && !stays[i];
            }
        }
        if (b.happened(StateEvent.XLINK_DOWN)) {
            inputAltered(); // whoever took the link away, a board pulled unseen say
        }
        alarmed |= isAlarm(b);
        noteWrongStores(b);
        if (sinceStrike++ > SETTLED) {
            strikes.clear();
            heal(b);
        }
    }

    /**
     * Whether ACT was wrong, and its requests were carried out where the others had made different
     * ones (K7): the devices, and so the input of all, are what it has made of them.
     */
    private boolean isWrongOneBelieved(Boundary b) {
        if (b.activeBefore < 0 || sound[b.activeBefore]) {
            return false;
        }
        return b.happened(StateEvent.IO_MISMATCH)
                || b.systems[b.activeBefore].before == SystemState.ONLINE_ASYNC;
    }

    /**
     * A store that went wrong on its way leaves cells that differ and that nobody has used, like
     * cells that flip.
     */
    private void noteWrongStores(Boundary b) {
        if (strikes.isEmpty() || alarmed || b.active < 0) {
            return;
        }
        for (int i = 0; i < sound.length; i++) {
            Boundary.One other = b.systems[i];
            if (i != b.active && other.state == SystemState.ONLINE_SYNC) {
                Differences.forEach(
                        b.act().mirror.memory(),
                        other.mirror.memory(),
                        b.act().mirror.differences(other.mirror),
                        flipped::add);
            }
        }
    }

    /** Whether a fault has struck a CPU subsystem just now. */
    boolean isStriking() {
        return !strikes.isEmpty();
    }

    /** Whether one of the events since the boundary before says that something is wrong. */
    public static boolean isAlarm(Boundary b) {
        return b.events.stream().anyMatch(e -> !e.refused() && ALARM.contains(e.event()));
    }

    /** Events that say that something is wrong. */
    private static final Set<StateEvent> ALARM =
            EnumSet.of(
                    StateEvent.BUS_MISMATCH,
                    StateEvent.IO_MISMATCH,
                    StateEvent.CHECK_NG,
                    StateEvent.OUTPUT_MISMATCH,
                    StateEvent.FAIL,
                    StateEvent.OUTVOTED,
                    StateEvent.COPY_ERROR,
                    StateEvent.ACK_TIMEOUT);

    /** A fault that was overwritten before anybody saw it has left nothing behind. */
    private void heal(Boundary b) {
        if (b.active < 0 || alarmed || restarted || b.goldenBoundary < 0) {
            return;
        }
        Boundary.One act = b.act();
        if (!sound[b.active] && act.state == SystemState.ONLINE_SYNC && !stays[b.active]) {
            deviated |= deviates(b);
            sound[b.active] = !deviated;
        }
        for (int i = 0; i < sound.length; i++) {
            Boundary.One other = b.systems[i];
            if (!sound[i]
                    && !stays[i]
                    && sound[b.active]
                    && other.state == SystemState.ONLINE_SYNC
                    && other.before == SystemState.ONLINE_SYNC
                    && other.mirror.equalTo(act.mirror)
                    && Arrays.equals(other.context, act.context)) {
                sound[i] = true;
            }
        }
    }

    /** Whether the system in service is not where the golden run is at the same clock. */
    public static boolean deviates(Boundary b) {
        Boundary.One act = b.act();
        return b.golden.retired(b.goldenBoundary) != act.retired
                || b.golden.memory(b.goldenBoundary) != act.mirror.digest()
                || b.golden.context(b.goldenBoundary) != History.digest(act.context)
                || b.golden.output(b.goldenBoundary) != b.output;
    }

    /** Whether a system has to be what a machine without faults is. */
    public boolean isSound(int system) {
        return sound[system];
    }

    /** Whether all systems that run the guest are sound. */
    public boolean allSound(Boundary b) {
        for (int i = 0; i < sound.length; i++) {
            if (b.systems[i].state.isOnline() && !sound[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a cell was hit by a fault. */
    public boolean isFlipped(long address) {
        return flipped.contains(address);
    }

    /** Whether copies may bring over something else than the source has. */
    boolean mayCorruptCopies() {
        return spoilers.may(FaultEffect.CORRUPTS_COPIES);
    }

    /** Whether the history can be compared with the golden one at all. */
    public boolean isComparable() {
        return !restarted && !inputAltered;
    }

    /** Whether the service was lost and began anew. */
    public boolean isRestarted() {
        return restarted;
    }
}
