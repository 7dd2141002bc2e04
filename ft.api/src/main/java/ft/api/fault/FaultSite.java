package ft.api.fault;

import ft.api.fields.StateFields;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A unit into which faults can be injected: CPU subsystem, IO subsystem, an end of the crosslink.
 * Costs nothing while nothing is armed.
 *
 * <p><b>Threading:</b> that of the unit.
 */
@ProviderType
public interface FaultSite {
    /**
     * Makes sure that this unit has what is to fail.
     *
     * @throws IllegalArgumentException with one sentence if it has not
     */
    void check(Fault fault);

    /**
     * Arms a fault.
     *
     * @param id tells it from others of the same server
     * @param trigger one that this unit sees by itself, or {@link Trigger#NOW}: then it has struck
     *     when this method returns, or, where it hits the next of something, is ready to
     * @throws IllegalArgumentException with one sentence when this unit does not have what is to
     *     fail, or does not see the trigger
     */
    void arm(int id, Fault fault, Trigger trigger);

    /**
     * Tells when a trigger takes effect, for a fault that strikes elsewhere.
     *
     * @throws IllegalArgumentException with one sentence when this unit does not see the trigger
     */
    void watch(int id, Trigger trigger);

    /** The strikes since the last call, in their order. */
    List<Strike> takeStrikes();

    /**
     * A fault that struck, or a trigger that took effect.
     *
     * @param id which
     * @param clock clock of the unit
     * @param text what was hit, in words
     */
    record Strike(int id, long clock, String text) {
        private static final Strike BLANK = new Strike(0, 0, "");

        /**
         * Names the strikes that nobody has taken yet, for a snapshot; gives those that are there.
         */
        public static List<Strike> state(StateFields fields, List<Strike> strikes) {
            return fields.list(
                    "strike",
                    strikes,
                    BLANK,
                    (at, own) ->
                            new Strike(
                                    (int) fields.number(at + "id", own.id),
                                    fields.number(at + "clock", own.clock),
                                    fields.text(at + "text", own.text)));
        }
    }
}
