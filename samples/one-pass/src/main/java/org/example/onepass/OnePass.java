package org.example.onepass;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import java.util.BitSet;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** One pass over what may differ while the guest runs, and what it has written since under stop. */
@Component(property = CopyStrategy.NAME + "=one-pass")
public final class OnePass implements CopyStrategy {
    @Override
    public String description() {
        return "One pass while the guest runs; pages that were written since, again under stop";
    }

    @Override
    public CopySession open(CopyEnvironment environment) {
        return new Session(environment);
    }

    private static final class Session implements CopySession {
        private final CopyEnvironment environment;
        private final BitSet left;
        private final int all;
        private long underStop;

        Session(CopyEnvironment environment) {
            this.environment = environment;
            if (environment.scope() == CopyScope.FULL) {
                left = new BitSet();
                left.set(0, environment.pages());
            } else {
                left = environment.trace();
            }
            all = left.cardinality();
        }

        @Override
        public Step online() {
            copyNext();
            return left.isEmpty() ? Step.DONE : Step.MORE;
        }

        @Override
        public Step stopped() {
            left.or(environment.changed());
            if (copyNext()) {
                underStop++;
            }
            return left.isEmpty() ? Step.DONE : Step.MORE;
        }

        /** The mark goes before the copy: what is written from here on is not in it. */
        private boolean copyNext() {
            int page = left.nextSetBit(0);
            if (page < 0) {
                return false;
            }
            left.clear(page);
            environment.changed().clear(page);
            environment.copy(page);
            return true;
        }

        @Override
        public double progress() {
            return all == 0 ? 1 : 1 - Math.min(1.0, (double) left.cardinality() / all);
        }

        @Override
        public Map<String, Long> figures() {
            return Map.of("inOnePass", (long) all, "underStop", underStop);
        }
    }
}
