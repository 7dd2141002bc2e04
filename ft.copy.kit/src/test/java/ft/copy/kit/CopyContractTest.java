package ft.copy.kit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyAbortedException;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each rule of the contract finds the strategy that breaks it, and says how. */
class CopyContractTest {
    /** Copies everything under stop. Keeps the contract. */
    private static class Good implements CopySession {
        final CopyEnvironment environment;
        int next;

        Good(CopyEnvironment environment) {
            this.environment = environment;
        }

        @Override
        public Step online() {
            return Step.DONE;
        }

        @Override
        public Step stopped() {
            if (next < environment.pages()) {
                environment.changed().clear(next);
                environment.copy(next++);
            } else {
                int page = environment.changed().nextSetBit(0);
                if (page >= 0) {
                    environment.changed().clear(page);
                    environment.copy(page);
                }
            }
            return next < environment.pages() || !environment.changed().isEmpty()
                    ? Step.MORE
                    : Step.DONE;
        }
    }

    private static CopyStrategy strategy(Function<CopyEnvironment, CopySession> open) {
        return new CopyStrategy() {
            @Override
            public String description() {
                return "A test";
            }

            @Override
            public CopySession open(CopyEnvironment environment) {
                return open.apply(environment);
            }
        };
    }

    private static void breaks(Function<CopyEnvironment, CopySession> open, String sentence) {
        assertThatThrownBy(() -> CopyContract.of(() -> strategy(open)).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aGoodStrategyKeepsIt() {
        assertThatCode(() -> CopyContract.of(() -> strategy(Good::new)).check())
                .doesNotThrowAnyException();
    }

    @Test
    void pagesThatAreMissed() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step online() {
                                next = 1;
                                return Step.DONE;
                            }
                        },
                "After the stop page 0 of");
    }

    @Test
    void whatIsWrittenSinceItWasCopied() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step online() {
                                environment.copy(next++);
                                return next < environment.pages() ? Step.MORE : Step.DONE;
                            }

                            @Override
                            public Step stopped() {
                                return Step.DONE;
                            }
                        },
                "differs, and is not guarded (FULL, 1 writes");
    }

    @Test
    void aPageThatIsNotThere() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step online() {
                                environment.copy(environment.pages());
                                return Step.DONE;
                            }
                        },
                "copy of page 1, but main storage has pages 0 to 0");
    }

    @Test
    void aPhaseThatDoesNotEnd() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step online() {
                                return Step.MORE;
                            }
                        },
                "has not ended after");
    }

    @Test
    void anOperationInTheWrongPhase() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step duplicated() {
                                environment.copy(0);
                                return Step.DONE;
                            }
                        },
                "copy in the phase DUPLICATED");
    }

    @Test
    void progressBeyondTheEnd() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public double progress() {
                                return 1.5;
                            }
                        },
                "The progress is 1.5");
    }

    @Test
    void aLostLinkThatIsNotMinded() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step stopped() {
                                try {
                                    return super.stopped();
                                } catch (CopyAbortedException e) {
                                    return Step.DONE;
                                }
                            }
                        },
                "goes on although the link was lost");
    }

    @Test
    void sessionsThatShareSomething() {
        BitSet shared = new BitSet();
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public Step online() {
                                if (!shared.get(environment.pages())) {
                                    environment.copy(0);
                                }
                                shared.set(environment.pages());
                                return Step.DONE;
                            }
                        },
                "does something else when there is another one");
    }

    @Test
    void figuresWithoutAName() {
        breaks(
                environment ->
                        new Good(environment) {
                            @Override
                            public java.util.Map<String, Long> figures() {
                                return java.util.Map.of("", 1L);
                            }
                        },
                "A figure has a name");
    }
}
