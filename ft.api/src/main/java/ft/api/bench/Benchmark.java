package ft.api.bench;

import ft.api.verb.VerbException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One thing that is measured: ours, and beside it the references that it is compared with. The
 * runner takes a sample of each in turn, again and again (A B C, A B C ...), so that whatever else
 * the machine does disturbs all of them alike, and compares samples of the same turn only.
 */
@ConsumerType
public interface Benchmark {
    /** Unique in its group: small letters, digits, hyphens. */
    String name();

    /** What is measured, in one line. */
    String about();

    /** What the value of a sample is. */
    Measure measure();

    /**
     * Those that are compared, ours first. They are closed in any case. A reference that is not
     * there on this machine comes too, and says so with {@link Contestant#missing()}.
     *
     * @throws VerbException with one sentence when this cannot be measured on this machine at all;
     *     the others are measured nevertheless
     */
    List<Contestant> contestants(Effort effort) throws VerbException, InterruptedException;
}
