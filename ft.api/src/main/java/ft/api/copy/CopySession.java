package ft.api.copy;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One resynchronization, driven by the FT controller through three phases. Each method does one
 * small unit of work, a page or so, and says whether there is more; the FT controller calls it as
 * often as the bandwidth share allows. All calls come at instruction boundaries, from one thread.
 *
 * <p>An exception ends the attempt: the destination goes to Fault, the online system goes on.
 */
@ConsumerType
public interface CopySession extends AutoCloseable {
    /** Whether a phase has more to do. */
    enum Step {
        /** Call again. */
        MORE,
        /** The phase has ended. */
        DONE
    }

    /** A unit of work between two quanta of the running online guest (T106; P17 S3-S8). */
    Step online();

    /** A unit of work while the guest is stopped (T119; P17 S10). */
    Step stopped();

    /** A unit of work while both systems run the guest (P17 S12-S15). */
    default Step duplicated() {
        return Step.DONE;
    }

    /**
     * Part of the running phase that is done, 0 to 1, for progress display.
     *
     * @return a number below 0 if the session cannot tell
     */
    default double progress() {
        return -1;
    }

    /**
     * Figures of the algorithm, such as the lengths of list 35 and list 36, for reports; keys are
     * short names for people.
     */
    default Map<String, Long> figures() {
        return Map.of();
    }

    /**
     * The lists the session keeps, such as list 35 and list 36 of P17, as they are now. Called when
     * somebody wants to see them and when the session has ended its last phase, not for each unit
     * of work.
     */
    default List<MemoList> lists() {
        return List.of();
    }

    /** Ends the session, whatever its phase; releases what it holds. */
    @Override
    default void close() {}
}
