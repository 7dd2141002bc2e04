package ft.campaign.compare;

import java.io.PrintStream;

/** A line for each thing that takes a while; dots for its tenths. Nothing is overwritten. */
final class ProgressText {
    private static final int STEPS = 10;

    private final PrintStream out;
    private int shown;

    ProgressText(PrintStream out) {
        this.out = out;
    }

    void begin(String what) {
        out.print("ft: " + what + " ");
        out.flush();
        shown = 0;
    }

    /** The part of a phase that is done, 0 to 1; a new phase begins again. */
    void show(double fraction) {
        int reached = (int) Math.min(STEPS, fraction * STEPS);
        if (reached != shown) {
            out.print(".");
            out.flush();
        }
        shown = reached;
    }

    void end(String result) {
        out.println(" " + result);
    }
}
