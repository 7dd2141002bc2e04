package ft.api.observe;

/**
 * Topics and properties of the events that are posted to the Event Admin Service, for every server
 * that is described by configuration. They are posted one after the other on a thread of their own,
 * after the fact: nothing that a handler does can delay a server. When handlers are slower than
 * events come, the queue between them overflows, and what is lost is counted ({@code
 * ft_observe_dropped_total} of the metrics).
 *
 * <p>Every event has {@link #SERVER}, {@link #TIMESTAMP} and {@link #MESSAGE}. The value of {@link
 * #EVENT}, where there is one, is the record that the properties are taken from.
 */
public final class ServerTopics {
    /** What all topics begin with; {@code ft/server/*} subscribes to all of them. */
    public static final String PREFIX = "ft/server/";

    /**
     * A system has changed its state or mode: {@link #SYSTEM}, {@link #FROM}, {@link #TO}, {@link
     * #MODE}, {@link #CAUSE}, {@link #LABEL}, {@link #CLOCK}, {@link #GUEST_NANOS}, {@link
     * #SEQUENCE}; {@link #EVENT} is a {@link ft.api.server.ServerEvent}.
     */
    public static final String STATE = PREFIX + "STATE";

    /**
     * Any other entry of the event log; properties as with {@link #STATE}, {@link #REFUSED} too.
     */
    public static final String NOTE = PREFIX + "NOTE";

    /**
     * A resynchronization has ended: {@link #SYSTEM} (the destination), {@link #SOURCE}, {@link
     * #STRATEGY}, {@link #SUCCEEDED}, {@link #STOP_NANOS}, {@link #GAP_NANOS}; {@link #EVENT} is a
     * {@link ft.api.server.ResyncReport}.
     */
    public static final String RESYNC = PREFIX + "RESYNC";

    /**
     * An injected fault was armed or has struck: {@link #SYSTEM}, {@link #STRUCK}, {@link #CLOCK};
     * {@link #EVENT} is a {@link ft.api.server.InjectedFault}.
     */
    public static final String FAULT = PREFIX + "FAULT";

    /**
     * The service was lost, or is back: {@link #LASTS}, {@link #CLOCK}; {@link #EVENT} is a {@link
     * ft.api.server.Outage}.
     */
    public static final String OUTAGE = PREFIX + "OUTAGE";

    /**
     * A device has come into its slot or gone from it: {@link #SYSTEM}, {@link #SLOT}, {@link
     * #DEVICE_TYPE}, {@link #PRESENT}; {@link #EVENT} is a {@link ft.api.io.SlotStatus}.
     */
    public static final String DEVICE = PREFIX + "DEVICE";

    /** The guest has ended by itself: {@link #EXIT}. */
    public static final String GUEST = PREFIX + "GUEST";

    /** Name of the server (String). */
    public static final String SERVER = "server";

    /** Number of the system (Integer). */
    public static final String SYSTEM = "system";

    /** Name of the state before, as {@link ft.api.state.SystemState} has it (String). */
    public static final String FROM = "from";

    /** Name of the state after (String). */
    public static final String TO = "to";

    /** Name of the mode after, {@code ACT} or {@code SBY} (String). */
    public static final String MODE = "mode";

    /** Name of the {@link ft.api.state.StateEvent}; absent for a note that belongs to none. */
    public static final String CAUSE = "cause";

    /** The patent's label, such as {@code T105}, or {@code ""} (String). */
    public static final String LABEL = "label";

    /** Whether the state table has no such transition, so that nothing was done (Boolean). */
    public static final String REFUSED = "refused";

    /** Clock of the guest, in cycles (Long). */
    public static final String CLOCK = "clock";

    /** Guest time, in nanoseconds (Long). */
    public static final String GUEST_NANOS = "guest.nanos";

    /** Position in the event log, from 0 (Long). Tells what is missing. */
    public static final String SEQUENCE = "sequence";

    /** The online system of a resynchronization (Integer). */
    public static final String SOURCE = "source";

    /** Name of the copy strategy (String). */
    public static final String STRATEGY = "strategy";

    /** Whether Online sync was reached (Boolean). */
    public static final String SUCCEEDED = "succeeded";

    /** For how long the guest was stopped, on the machine's clock, in nanoseconds (Long). */
    public static final String STOP_NANOS = "stop.nanos";

    /** Time without redundancy, in guest time plus stop, in nanoseconds (Long). */
    public static final String GAP_NANOS = "gap.nanos";

    /** Whether a fault has struck; if not, it is armed (Boolean). */
    public static final String STRUCK = "struck";

    /** Whether the outage lasts still (Boolean). */
    public static final String LASTS = "lasts";

    /** Name of the slot (String). */
    public static final String SLOT = "slot";

    /** Type of the device, such as {@code ns16550a} (String). */
    public static final String DEVICE_TYPE = "device";

    /** Whether a device is in the slot (Boolean). */
    public static final String PRESENT = "present";

    /** How the guest has ended: {@code pass} or {@code fail N} (String). */
    public static final String EXIT = "exit";

    /** Wall clock time, in milliseconds since 1970 (Long); the standard name of it. */
    public static final String TIMESTAMP = "timestamp";

    /** What happened, in words (String); the standard name of it. */
    public static final String MESSAGE = "message";

    /** The record that the event tells of; the standard name of it. */
    public static final String EVENT = "event";

    private ServerTopics() {}
}
