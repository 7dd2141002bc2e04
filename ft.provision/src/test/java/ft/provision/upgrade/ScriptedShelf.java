package ft.provision.upgrade;

import java.util.ArrayList;
import java.util.List;

/** Bundles of a framework that is not there. */
final class ScriptedShelf implements Shelf {
    final List<Edition> installed = new ArrayList<>();
    final List<Edition> active = new ArrayList<>();
    String refusesToStart = "";
    String refusesToGo = "";
    private long ids;

    /** Installed and started. */
    Edition add(String version) {
        Edition edition = new Edition(++ids, "cpu", version);
        installed.add(edition);
        active.add(edition);
        return edition;
    }

    List<String> versions() {
        return installed.stream().map(Edition::version).toList();
    }

    @Override
    public List<Edition> editions(String bundle) {
        return List.copyOf(installed);
    }

    @Override
    public boolean isActive(Edition edition) {
        return active.contains(edition);
    }

    @Override
    public Edition install(BundleFile file) {
        Edition edition = new Edition(++ids, file.bundle(), file.version());
        installed.add(edition);
        return edition;
    }

    @Override
    public void start(Edition edition) throws Setback {
        if (edition.version().equals(refusesToStart)) {
            throw new Setback(edition + " does not start: it was told so");
        }
        active.add(edition);
    }

    @Override
    public void requireLike(Edition edition, Edition other) {
        // It is.
    }

    @Override
    public void stop(Edition edition) {
        active.remove(edition);
    }

    @Override
    public void uninstall(Edition edition) throws Setback {
        if (edition.version().equals(refusesToGo)) {
            throw new Setback(edition + " cannot be uninstalled: it was told so");
        }
        installed.remove(edition);
        active.remove(edition);
    }
}
