package ft.copy.checksum;

import ft.api.copy.CopySession;
import ft.api.resync.CopyEnvironment;
import java.util.Map;

/** Nothing while the guest runs, everything while it is stopped. */
final class StopAndCopySession implements CopySession {
    private final CopyEnvironment environment;
    private int copies;

    StopAndCopySession(CopyEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Step online() {
        return Step.DONE;
    }

    @Override
    public Step stopped() {
        environment.copy(copies);
        copies++;
        return copies == environment.pages() ? Step.DONE : Step.MORE;
    }

    @Override
    public double progress() {
        return Phase.part(copies, environment.pages());
    }

    @Override
    public Map<String, Long> figures() {
        return Map.of("underStop", (long) copies);
    }
}
