package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopySession.Step;
import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.lang.annotation.Annotation;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategies of one's own, and the baseline that has no options. */
class VariantStrategyTest {
    private record Configured(Map<String, Object> values) implements VariantOptions {
        @SuppressWarnings("unchecked")
        private <T> T value(String option) {
            try {
                return (T)
                        values.getOrDefault(
                                option, VariantOptions.class.getMethod(option).getDefaultValue());
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String ft_copy_strategy() {
            return "mine";
        }

        @Override
        public String detector() {
            return value("detector");
        }

        @Override
        public String window() {
            return value("window");
        }

        @Override
        public String hash() {
            return value("hash");
        }

        @Override
        public String second_sums() {
            return value("second_sums");
        }

        @Override
        public String order() {
            return value("order");
        }

        @Override
        public String compare_with() {
            return value("compare_with");
        }

        @Override
        public int rounds() {
            return value("rounds");
        }

        @Override
        public int enough() {
            return value("enough");
        }

        @Override
        public boolean demand() {
            return value("demand");
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return VariantOptions.class;
        }
    }

    private final TestMachine machine = new TestMachine(8);

    static VariantStrategy variant(Map<String, Object> values) {
        return new VariantStrategy(new Configured(values));
    }

    @ParameterizedTest
    @CsvSource({"open, 1", "versions, 0", "trap, 0", "third-sums, 0"})
    void theWindowIsWhatIsConfigured(String window, int stale) {
        VariantStrategy strategy =
                variant(Map.of("window", window, "second_sums", "interleaved", "demand", true));
        Resynchronization run =
                new Resynchronization(
                        strategy,
                        machine,
                        () -> {
                            if (machine.phase == Phase.ONLINE
                                    && machine.count(Kind.COPY, 3) > 0
                                    && machine.sumsSinceCopy[3] > 0) {
                                machine.write(3, 66);
                            }
                            machine.load(3);
                        });
        run.run();
        assertThat(run.stale.cardinality()).isEqualTo(stale);
        assertThat(strategy.repairs()).isEqualTo(stale > 0);
        assertThat(machine.diverged).isFalse();
        assertThat(machine.pagesOf(Kind.COMPARE, Phase.DUPLICATED)).isEmpty();
    }

    @Test
    void contentAndRoundsGoTogether() {
        VariantStrategy strategy = variant(Map.of("detector", "content", "rounds", 3, "enough", 0));
        boolean[] done = {false};
        Resynchronization run =
                new Resynchronization(
                        strategy,
                        machine,
                        () -> {
                            if (!done[0] && machine.count(Kind.COPY, 5) > 0) {
                                machine.write(5, 1);
                                done[0] = true;
                            }
                        });
        run.run();
        assertThat(run.figure("rounds")).isEqualTo(1);
        assertThat(run.figure("heldPages")).isEqualTo(8);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).isEmpty();
        assertThat(run.stale.isEmpty()).isTrue();
        assertThat(strategy.description())
                .isEqualTo(
                        "Configured: detector content, window versions, deferred sums by crc32c,"
                                + " rounds 3, demand false");
    }

    @Test
    void whatIsNotKnownIsOneSentence() {
        assertThatThrownBy(() -> variant(Map.of("window", "shut")).open(machine))
                .hasMessage(
                        "Option window of ft.copy.checksum.variant is \"shut\", which is not known"
                                + " here; known are open, third-sums, trap, versions");
        assertThat(variant(Map.of("window", "shut")).repairs()).isFalse();
        assertThatThrownBy(() -> variant(Map.of("detector", "eyes")).open(machine))
                .hasMessageContaining("known are content, sums");
        assertThatThrownBy(() -> variant(Map.of("rounds", -1)).open(machine))
                .hasMessageContaining("rounds of ft.copy.checksum.variant is -1");
    }

    @Test
    void stopAndCopyCopiesEverythingUnderStop() {
        machine.write(2, 9);
        Resynchronization run = new Resynchronization(new StopAndCopyStrategy(), machine, () -> {});
        assertThat(run.session.online()).isEqualTo(Step.DONE);
        machine.phase = Phase.STOPPED;
        int units = 1;
        while (units < 20 && run.session.stopped() == Step.MORE) {
            units++;
            assertThat(run.session.progress()).isEqualTo((units - 1) / 8.0);
        }
        assertThat(units).isEqualTo(8);
        assertThat(machine.differing()).isEqualTo(new BitSet());
        assertThat(run.session.figures()).containsEntry("underStop", 8L);
        assertThat(run.session.lists()).isEmpty();
        machine.phase = Phase.DUPLICATED;
        assertThat(run.session.duplicated()).isEqualTo(Step.DONE);
        assertThat(new StopAndCopyStrategy().repairs()).isFalse();
        assertThat(new StopAndCopyStrategy().description()).contains("baseline");
    }
}
