package ft.bench.run;

/** Hears how far a run is. */
public interface Watcher {
    /** A benchmark begins. */
    void begins(int number, int of, String name);

    /** A sample of a contestant is there. */
    void sampled(String contestant);

    /** It has ended. */
    void ends(Result result);
}
