package ft.api.policy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what a disagreement of IO accesses leads to (spec X17). Registered as a service; the
 * option {@code ioMismatch} of a server names it by {@link #NAME}. It may be replaced at any time:
 * each disagreement is decided by the one that is there at its boundary, and while there is none of
 * that name, by {@code TRACE}.
 *
 * <p>Every FT controller of a server asks the same object for itself and has to hear the same, so
 * the answer is a function of the argument alone: no time, no random number, no state. The state
 * table stays the authority on what is lawful: what a verdict asks for happens in those states for
 * which it has a meaning, and without CPU-bus comparators a pair is always separated.
 *
 * <p><b>Threading:</b> several threads may ask at the same time. One that throws is taken to have
 * said {@link Verdict#SEPARATE}, which is safe whatever was seen.
 */
@ConsumerType
@FunctionalInterface
public interface ComparatorPolicy {
    /** Service property with the name that the option selects it by. */
    String NAME = "ft.comparator.policy";

    /** Says what it leads to. */
    Verdict decide(Disagreement seen);

    /** One line for users on what the policy does. */
    default String description() {
        return "";
    }
}
