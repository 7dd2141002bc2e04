package ft.chaos;

import aQute.bnd.osgi.Jar;
import aQute.bnd.version.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A bundle that is shaken, and what has been made of it. */
final class Shaken {
    enum State {
        GONE,
        STOPPED,
        ACTIVE
    }

    private final Home home;
    private final Path folder;
    private final String name;
    private final Path original;
    private final String base;
    private State state = State.ACTIVE;
    private int micro;

    Shaken(Home home, Path folder, Path original) throws Exception {
        this.home = home;
        this.folder = folder;
        this.original = original;
        try (Jar jar = new Jar(original.toFile())) {
            name = jar.getBsn();
            Version version = Version.parseVersion(jar.getVersion());
            base = version.getMajor() + "." + version.getMinor() + ".";
            micro = version.getMicro();
        }
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    private Bundle bundle() {
        return home.bundle(name);
    }

    void start() throws BundleException {
        bundle().start();
        state = State.ACTIVE;
    }

    void stop() throws BundleException {
        bundle().stop();
        state = State.STOPPED;
    }

    void uninstall() throws BundleException {
        bundle().uninstall();
        state = State.GONE;
    }

    /** Puts it back, stopped, as it came. */
    void install() throws Exception {
        home.install(original);
        state = State.STOPPED;
    }

    /** The same again. */
    void update() throws Exception {
        try (var in = Files.newInputStream(original)) {
            bundle().update(in);
        }
    }

    /** To a version that goes up and, at last, back again, so that not every one is a file. */
    String updateToAnother() throws Exception {
        String version = base + (micro + 1 + Math.floorMod(bundle().getVersion().getMicro(), 3));
        Path jar = Jars.version(original, version, folder.resolve(name + "-" + version + ".jar"));
        try (var in = Files.newInputStream(jar)) {
            bundle().update(in);
        }
        return version;
    }

    @Override
    public String toString() {
        return name;
    }
}
