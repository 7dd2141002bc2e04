package ft.campaign.run;

/** What became of a run. */
public enum Outcome {
    /** Nothing was injected that could have gone wrong. */
    UNDISTURBED("no fault"),
    /** A fault has left nothing behind, and nobody has noticed. */
    MASKED("masked"),
    /** A fault is still where nobody has looked. */
    LATENT("latent"),
    /** Noticed, and all systems are in step again. */
    RESYNCHRONIZED("detected and resynchronized"),
    /** Noticed, and what failed is out; the service goes on without it. */
    SEPARATED("detected and separated"),
    /** Noticed, but the side that was struck is the one that was believed (spec K7). */
    WRONG_SURVIVOR("wrong survivor"),
    /** The output was wrong and nobody had noticed. */
    SILENT_CORRUPTION("silent data corruption"),
    /** An alarm without a fault. */
    FALSE_ALARM("false alarm"),
    /** Noticed, and no resynchronization has succeeded since. */
    RESYNC_FAILED("resynchronization failed"),
    /** The service stood still. */
    HANG("hang"),
    /** No system was in service. */
    SERVICE_LOST("service lost");

    private final String title;

    Outcome(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }
}
