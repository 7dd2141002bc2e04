package ft.api.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An upgrade that was begun. It goes on by itself, whoever looks.
 *
 * <p><b>Threading:</b> every method may be called by any thread.
 */
@ProviderType
public interface Upgrade {
    /** Symbolic name of the bundle. */
    String bundle();

    /** The version in use before. */
    String from();

    /** The version that is to come. */
    String to();

    /** How it is done. */
    UpgradeWay way();

    /** What was done so far, in order. */
    List<UpgradeStep> steps();

    /**
     * Hears of every step, those before included; close to stop. The consumer is called by one
     * thread at a time, and must be quick.
     */
    AutoCloseable onStep(Consumer<UpgradeStep> listener);

    /** How far what takes its time is, if anything does now. */
    Optional<UpgradeProgress> progress();

    /**
     * Asks it to turn back. What was done already is rolled back; at its very end it is too late.
     */
    void cancel();

    /** Completes when it has ended, however it did; never exceptionally. */
    CompletableFuture<UpgradeResult> result();
}
