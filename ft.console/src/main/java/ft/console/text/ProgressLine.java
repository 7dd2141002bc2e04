package ft.console.text;

import java.io.PrintStream;

/**
 * Shows how far something is: a line for each phase that grows to the right. Nothing is
 * overwritten, so it reads as well on a dumb terminal and in a file.
 */
public final class ProgressLine implements AutoCloseable {
    private static final int STEPS = 20;
    private static final int LABELED = 5;

    private final PrintStream out;
    private final String indent;
    private String phase = "";
    private int shown;
    private boolean open;

    /** On a stream, every line after some indentation. */
    public ProgressLine(PrintStream out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    /**
     * Shows a phase and the part of it that is done.
     *
     * @param fraction 0 to 1; below 0 if unknown
     */
    public void show(String newPhase, double fraction) {
        int reached = Math.max(0, (int) Math.floor(Math.min(fraction, 1) * STEPS));
        boolean another = !newPhase.equals(phase);
        if (another) {
            close();
            phase = newPhase;
            shown = 0;
        }
        if (!open && (another || reached > shown)) {
            out.print(indent + phase + " ");
            open = true;
            shown = 0;
        }
        for (; shown < reached; shown++) {
            int step = shown + 1;
            out.print(step % LABELED == 0 ? step * 100 / STEPS + "%" : ".");
        }
        out.flush();
    }

    /** Ends the line, so that something else can be said; the phase may go on in another one. */
    @Override
    public void close() {
        if (open) {
            out.println();
            out.flush();
        }
        open = false;
    }
}
