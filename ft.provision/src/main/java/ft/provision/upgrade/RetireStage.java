package ft.provision.upgrade;

import ft.api.upgrade.UpgradeStep.Kind;

/** The version before is uninstalled: the last stage, since there is no way back from it. */
final class RetireStage implements Stage {
    private final Shelf shelf;
    private final Edition old;

    RetireStage(Shelf shelf, Edition old) {
        this.shelf = shelf;
        this.old = old;
    }

    @Override
    public void carryOut(Diary diary) throws Setback {
        shelf.uninstall(old);
        diary.step(Kind.BUNDLE, old + " is uninstalled");
    }

    @Override
    public void takeBack(Diary diary) {
        // What could not be uninstalled is there still.
    }
}
