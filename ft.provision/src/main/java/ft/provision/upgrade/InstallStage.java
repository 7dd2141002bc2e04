package ft.provision.upgrade;

import ft.api.upgrade.UpgradeStep.Kind;
import java.util.Optional;

/** The other version is installed beside the one in use, and started if it can be beside it. */
final class InstallStage implements Stage {
    private final Shelf shelf;
    private final Edition old;
    private final Optional<BundleFile> file;
    private final Optional<Edition> present;
    private final boolean start;
    private Optional<Edition> installed = Optional.empty();
    private boolean started;

    /** Of a file. */
    InstallStage(Shelf shelf, Edition old, BundleFile file, boolean start) {
        this(shelf, old, Optional.of(file), Optional.empty(), start);
    }

    /** Of a version that is installed already. */
    InstallStage(Shelf shelf, Edition old, Edition present, boolean start) {
        this(shelf, old, Optional.empty(), Optional.of(present), start);
    }

    private InstallStage(
            Shelf shelf,
            Edition old,
            Optional<BundleFile> file,
            Optional<Edition> present,
            boolean start) {
        this.shelf = shelf;
        this.old = old;
        this.file = file;
        this.present = present;
        this.start = start;
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        Edition edition;
        if (file.isPresent()) {
            edition = shelf.install(file.get());
            installed = Optional.of(edition);
        } else {
            edition = present.orElseThrow();
        }
        String how = installed.isPresent() ? " is installed beside " : " is there beside ";
        if (!start) {
            diary.step(Kind.BUNDLE, edition + how + old.version());
            return;
        }
        if (!shelf.isActive(edition)) {
            started = true;
            shelf.start(edition);
        }
        shelf.requireLike(edition, old);
        diary.step(Kind.BUNDLE, edition + how + old.version() + ", and works");
    }

    @Override
    public void takeBack(Diary diary) throws Setback {
        if (installed.isPresent()) {
            shelf.uninstall(installed.get());
            diary.step(Kind.BUNDLE, installed.get() + " is uninstalled");
        } else if (started) {
            shelf.stop(present.orElseThrow());
            diary.step(Kind.BUNDLE, present.get() + " is stopped; it stays installed");
        }
    }
}
