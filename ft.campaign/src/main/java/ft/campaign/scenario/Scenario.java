package ft.campaign.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A run before it has happened: the same scenario gives the same event log, byte for byte.
 *
 * @param seed of the schedule in which the controllers take turns
 * @param machine server and guest
 * @param deeds what happens, by clock
 */
public record Scenario(long seed, Machine machine, List<Deed> deeds) {
    /** Sorts the deeds by clock. */
    public Scenario {
        deeds =
                deeds.stream()
                        .sorted(
                                Comparator.comparingLong(Deed::clock)
                                        .thenComparingInt(Deed::number))
                        .toList();
    }

    /** The same with other deeds. */
    public Scenario with(List<Deed> others) {
        return new Scenario(seed, machine, others);
    }

    /** The same with the deeds of some numbers only. */
    public Scenario only(Collection<Integer> numbers) {
        return with(deeds.stream().filter(deed -> numbers.contains(deed.number())).toList());
    }
}
