package ft.api.bench;

import ft.api.verb.VerbException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ConsumerType;

/** Ours or a reference. Called by one thread. */
@ConsumerType
public interface Contestant extends AutoCloseable {
    /** What the table calls it. */
    String name();

    /** Why it cannot take part on this machine, in a few words; empty when it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * How many times as good as this reference ours is meant to be, at least; above 1 is better.
     * Empty when it is only reported.
     */
    default OptionalDouble target() {
        return OptionalDouble.empty();
    }

    /**
     * Takes a sample. What has to warm up does so before it looks at the clock.
     *
     * @throws VerbException with one sentence when it did not end as it should
     * @throws InterruptedException when the user does not want to wait; nothing is left running
     */
    Sample sample() throws VerbException, InterruptedException;

    /** Gives back what it holds. */
    @Override
    default void close() {}
}
