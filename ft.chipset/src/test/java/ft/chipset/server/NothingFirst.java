package ft.chipset.server;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;
import java.util.BitSet;
import java.util.Map;

/**
 * Copies nothing at all, and starts the destination with whatever its memory has: everything comes
 * by demand, or by a walk as slow as can be.
 *
 * @param repairs whether the destination may be repaired
 * @param guards whether all pages are guarded
 * @param looksAt is shown what there is at every boundary while both run duplicated
 */
record NothingFirst(boolean repairs, boolean guards, Onlooker looksAt) implements CopyStrategy {
    /** Looks at the pages of both sides. */
    @FunctionalInterface
    interface Onlooker {
        void look(CopyEnvironment environment);
    }

    NothingFirst(boolean repairs, boolean guards) {
        this(repairs, guards, environment -> {});
    }

    @Override
    public String description() {
        return "no copy, everything by demand";
    }

    @Override
    public CopySession open(CopyEnvironment environment) {
        return new Session(environment, this);
    }

    private static final class Session implements CopySession {
        private final CopyEnvironment environment;
        private final NothingFirst strategy;
        private int steps;

        Session(CopyEnvironment environment, NothingFirst strategy) {
            this.environment = environment;
            this.strategy = strategy;
        }

        @Override
        public Step online() {
            return Step.DONE;
        }

        @Override
        public Step stopped() {
            BitSet all = new BitSet();
            all.set(0, environment.pages());
            if (strategy.guards) {
                environment.guard(all);
                if (!environment.guarded().equals(all)) {
                    throw new IllegalStateException("not all pages are guarded");
                }
            }
            return Step.DONE;
        }

        @Override
        public Step duplicated() {
            strategy.looksAt.look(environment);
            // Most calls do nothing, so that the guests come first.
            int page = environment.nextGuarded(0);
            if (page >= 0 && ++steps % 3 == 0) {
                environment.verify(page, 1, new BitSet());
            } else {
                environment.summary(SummaryKind.CRC32C, 0);
            }
            return page < 0 ? Step.DONE : Step.MORE;
        }

        @Override
        public Map<String, Long> figures() {
            return Map.of(
                    "demanded",
                    environment.demanded(),
                    "demandRepaired",
                    environment.demandRepaired());
        }
    }
}
