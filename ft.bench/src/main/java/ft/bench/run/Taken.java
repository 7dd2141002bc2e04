package ft.bench.run;

import ft.api.bench.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one contestant gave.
 *
 * @param name what the table calls it
 * @param target what ours is meant to reach against it, if it is a reference
 * @param samples by turn
 * @param missing why there are none
 */
public record Taken(
        String name, OptionalDouble target, List<Sample> samples, Optional<String> missing) {
    /** Whether there is anything to show. */
    public boolean isThere() {
        return missing.isEmpty() && !samples.isEmpty();
    }

    /** Its values. */
    public Spread values() {
        return Spread.of(samples.stream().mapToDouble(Sample::value).toArray());
    }
}
