package ft.bench.verb;

import ft.bench.run.Result;
import ft.bench.run.Watcher;
import java.io.PrintStream;

/** A line for each benchmark, with a dot for each sample. Nothing is overwritten. */
final class ProgressText implements Watcher {
    private final PrintStream out;

    ProgressText(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(int number, int of, String name) {
        out.printf("ft: %2d of %d  %-24s ", number, of, name);
        out.flush();
    }

    @Override
    public void sampled(String contestant) {
        out.print(".");
        out.flush();
    }

    @Override
    public void ends(Result result) {
        out.println(result.problem().map(problem -> " " + problem).orElse(""));
    }
}
