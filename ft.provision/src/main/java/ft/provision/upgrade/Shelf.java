package ft.provision.upgrade;

import java.util.List;

/** The bundles that are installed. Any thread. */
interface Shelf {
    /** The editions of a bundle, in the order in which they were installed. */
    List<Edition> editions(String bundle);

    /** Whether it is started. */
    boolean isActive(Edition edition);

    /**
     * Installs a bundle beside what is there, without starting it.
     *
     * @throws Setback with what the framework says against it
     */
    Edition install(BundleFile file) throws Setback;

    /**
     * Starts a bundle.
     *
     * @throws Setback with what keeps it from starting
     */
    void start(Edition edition) throws Setback;

    /**
     * Waits until an edition offers every kind of service that another one does.
     *
     * @throws Setback with what it lacks
     */
    void requireLike(Edition edition, Edition other) throws Setback, InterruptedException;

    /** Stops a bundle. */
    void stop(Edition edition) throws Setback;

    /** Uninstalls a bundle and lets go of what others still hold of it. */
    void uninstall(Edition edition) throws Setback;
}
