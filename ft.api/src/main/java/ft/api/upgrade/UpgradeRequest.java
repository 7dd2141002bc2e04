package ft.api.upgrade;

import ft.api.server.FtServer;
import java.util.List;

/**
 * What is to be replaced by what.
 *
 * @param bundle symbolic name
 * @param source where the other version is: a file name, a URL, or a version that is installed
 *     beside the one in use; empty for the highest of these
 * @param trialNanos guest time for which both versions run in lock-step before the new one is
 *     believed; not negative
 * @param servers which it is for, if not all that are services
 */
public record UpgradeRequest(
        String bundle, String source, long trialNanos, List<FtServer> servers) {
    /** A second of the guest: long enough for most of what a guest does to be seen once. */
    public static final long STANDARD_TRIAL_NANOS = 1_000_000_000;

    /** Copies the servers. */
    public UpgradeRequest {
        servers = List.copyOf(servers);
    }

    /** For all servers that are services, with the standard trial. */
    public UpgradeRequest(String bundle, String source) {
        this(bundle, source, STANDARD_TRIAL_NANOS, List.of());
    }
}
