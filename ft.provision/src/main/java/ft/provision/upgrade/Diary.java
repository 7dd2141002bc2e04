package ft.provision.upgrade;

import ft.api.upgrade.UpgradeProgress;
import ft.api.upgrade.UpgradeStep.Kind;
import java.util.Optional;
import java.util.function.Supplier;

/** Where stages say what they do, and where they wait. */
interface Diary {
    /** Something was done that is about no server in particular. */
    void step(Kind kind, String text);

    /** Something was done with a system of a server. */
    void step(Kind kind, RollingServer server, int system, String text);

    /** From now on this tells how far it is. */
    void progress(Supplier<Optional<UpgradeProgress>> source);

    /**
     * Lets a moment pass.
     *
     * @throws Setback when somebody has asked to turn back, unless it is on its way back already
     */
    void moment() throws Setback, InterruptedException;
}
