package ft.api.observe;

/**
 * Names of the loggers to which servers and their devices log, in the Log Service. The level of
 * each of them, or of all below a prefix, is set as OSGi's {@code LoggerContext} has it: through
 * the {@code LoggerAdmin}, or by a configuration of the PID {@code org.osgi.service.log.admin}.
 */
public final class LoggerNames {
    /** What happens to servers; all their names begin with it. */
    public static final String SERVERS = "ft.server";

    /** What devices log; all their names begin with it. */
    public static final String DEVICES = "ft.device";

    private LoggerNames() {}

    /** Of a server as a whole: resynchronizations, lost service, the end of the guest. */
    public static String server(String server) {
        return SERVERS + "." + server;
    }

    /** Of one of its systems: the entries of the event log. */
    public static String system(String server, int system) {
        return server(server) + "." + system;
    }

    /** Of the device in a slot. */
    public static String device(String server, String slot) {
        return DEVICES + "." + server + "." + slot;
    }
}
