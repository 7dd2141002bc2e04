package ft.chipset.controller.round;

import ft.chipset.controller.side.Side;
import ft.chipset.link.FrameType;
import java.util.Arrays;

/**
 * Whose turn it is at a boundary: each IO subsystem's, one after the other, and at last that of the
 * system in service, which closes the round.
 *
 * <p>Frames keep their order from one controller to another, but not among three: what the second
 * one sends could be there before what the first one has sent earlier. So with three or more,
 * whoever is next waits until all have told that they have taken everything that belongs before its
 * turn. With two, the order of frames tells it already.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Turns {
    private final Side side;
    private final int[] passed;
    private int turn;
    private int done;

    Turns(Side side) {
        this.side = side;
        passed = new int[side.systems() + 1];
    }

    /** A round begins. */
    void begin() {
        turn = 0;
        done = 0;
        Arrays.fill(passed, 0);
    }

    /** The events of this boundary are decided here; the first turn may come. */
    void decided() {
        tell(0);
    }

    /** Whether the IO subsystem of this side may work now. */
    boolean isOwn() {
        return turn == side.id() && allHavePassed(turn);
    }

    /** The IO subsystem of a side has done its work. */
    void done(int system) {
        done = system + 1;
        tell(done);
    }

    /** Goes on to the next turn if the running one is done. */
    boolean goOn() {
        if (done <= turn) {
            return false;
        }
        turn++;
        return true;
    }

    /** Whether every IO subsystem has worked, as far as this side knows. */
    boolean areOver() {
        return turn == side.systems();
    }

    /** Whether every controller knows it, so that the round can be closed. */
    boolean areOverForAll() {
        return allHavePassed(side.systems());
    }

    /** Another controller has taken everything that belongs before a turn of this one. */
    void passed(int turnOfThis) {
        passed[turnOfThis]++;
    }

    private boolean allHavePassed(int turnOfThis) {
        return side.systems() < 3 || passed[turnOfThis] == side.systems();
    }

    private void tell(int next) {
        int system = next < side.systems() ? next : side.view().states.active();
        if (system == side.id()) {
            passed(next);
        } else if (system >= 0 && side.systems() > 2) {
            side.wire().answer(FrameType.PASSED).putInt(next);
            side.wire().sendAnswer(system);
        }
    }
}
