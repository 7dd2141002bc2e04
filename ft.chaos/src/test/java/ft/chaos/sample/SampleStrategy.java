package ft.chaos.sample;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import org.osgi.service.component.annotations.Component;

/** A copy strategy as somebody else writes it: everything, then what was written meanwhile. */
@Component(property = {CopyStrategy.NAME + "=chaos-simple", "service.ranking:Integer=-50"})
public final class SampleStrategy implements CopyStrategy {
    @Override
    public String description() {
        return "All pages, then under stop those that were written";
    }

    @Override
    public CopySession open(CopyEnvironment environment) {
        return new Session(environment);
    }

    private static final class Session implements CopySession {
        private final CopyEnvironment environment;
        private final BitSet rest = new BitSet();
        private int next;
        private boolean stopped;

        Session(CopyEnvironment environment) {
            this.environment = environment;
        }

        @Override
        public Step online() {
            environment.copy(next++);
            return next == environment.pages() ? Step.DONE : Step.MORE;
        }

        @Override
        public Step stopped() {
            if (!stopped) {
                stopped = true;
                rest.or(environment.changed());
            }
            int page = rest.nextSetBit(0);
            if (page < 0) {
                return Step.DONE;
            }
            environment.copy(page);
            rest.clear(page);
            return Step.MORE;
        }
    }
}
