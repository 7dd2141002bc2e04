package ft.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianAndTheQuartilesOfFive() {
        Spread spread = Spread.of(5, 1, 4, 2, 3);
        assertThat(spread).isEqualTo(new Spread(1, 2, 3, 4, 5));
        assertThat(spread.width()).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void betweenTwoValuesItGoesAsFarAsThePlaceSays() {
        assertThat(Spread.of(1, 2)).isEqualTo(new Spread(1, 1.25, 1.5, 1.75, 2));
    }

    @Test
    void oneValueIsAllOfThem() {
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 7, 7));
    }

    @Test
    void oneDisturbedValueDoesNotMoveTheMedian() {
        assertThat(Spread.of(10, 10, 10, 10, 900).median()).isEqualTo(10);
    }
}
