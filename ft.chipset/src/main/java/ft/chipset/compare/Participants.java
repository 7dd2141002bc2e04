package ft.chipset.compare;

import java.util.Arrays;

/**
 * Who takes part in a comparison: which systems are duplicated, which of them vote, who was
 * outvoted and who leads when nobody knows who is wrong.
 */
final class Participants {
    private final boolean[] member;
    private final boolean[] voter;
    private final boolean[] out;
    private final boolean[] atBoundary;
    private int voters;
    private int active;
    private int leader;

    Participants(int systems) {
        member = new boolean[systems];
        voter = new boolean[systems];
        out = new boolean[systems];
        atBoundary = new boolean[systems];
    }

    /**
     * Begins a quantum.
     *
     * @return whether the same systems take part as before
     */
    boolean begin(boolean[] members, boolean[] mayVote, int act) {
        boolean same = act == active && Arrays.equals(member, members);
        System.arraycopy(members, 0, member, 0, member.length);
        System.arraycopy(mayVote, 0, voter, 0, voter.length);
        Arrays.fill(atBoundary, false);
        active = act;
        voters = 0;
        for (boolean each : voter) {
            voters += each ? 1 : 0;
        }
        return same;
    }

    /** Takes those in again that were outvoted. */
    void reset() {
        Arrays.fill(out, false);
        leader = active;
    }

    /** Whether a system is duplicated and was not outvoted. */
    boolean isIn(int system) {
        return member[system] && !out[system];
    }

    boolean isOut(int system) {
        return out[system];
    }

    boolean votes(int system) {
        return voter[system];
    }

    /** How many vote, those that were outvoted included. */
    int voters() {
        return voters;
    }

    /** The system that is believed when nobody knows who is wrong: ACT, if it was not outvoted. */
    int leader() {
        return leader;
    }

    boolean isAtBoundary(int system) {
        return atBoundary[system];
    }

    /** A system has sent all it will send in the quantum. */
    void boundary(int system) {
        atBoundary[system] = true;
    }

    void voteOut(int system) {
        out[system] = true;
        if (system == leader) {
            leader = firstInStep();
        }
    }

    private int firstInStep() {
        for (int i = 0; i < voter.length; i++) {
            if (voter[i] && !out[i]) {
                return i;
            }
        }
        return active;
    }
}
