package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class GuestTimePropertyTest {
    @Property
    void isExact(
            @ForAll @LongRange(min = 0, max = 1L << 52) long clock,
            @ForAll @LongRange(min = 1, max = 1_000_000) long nanosPerKilocycle) {
        BigInteger exact =
                BigInteger.valueOf(clock)
                        .multiply(BigInteger.valueOf(nanosPerKilocycle))
                        .divide(BigInteger.valueOf(1000));
        if (exact.bitLength() < 64) {
            assertThat(new GuestTime(nanosPerKilocycle).nanos(clock))
                    .isEqualTo(exact.longValueExact());
        }
    }

    @Property
    void theClockOfATimeIsTheFirstThatReachesIt(
            @ForAll @LongRange(min = 1, max = 1L << 50) long nanos,
            @ForAll @LongRange(min = 1, max = 1_000_000) long nanosPerKilocycle) {
        GuestTime time = new GuestTime(nanosPerKilocycle);
        long clock = time.clockAt(nanos);
        assertThat(time.nanos(clock)).isGreaterThanOrEqualTo(nanos);
        assertThat(time.nanos(clock - 1)).isLessThan(nanos);
    }
}
