package ft.api.server;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import org.osgi.annotation.versioning.ProviderType;

/** What an operator can do to a server. Takes effect at an instruction boundary. */
@ProviderType
public sealed interface Operation {
    /** Instead of a system's number: all of them, at the same boundary. */
    int ALL = -1;

    /** The system it is about. */
    int system();

    /**
     * Powers a system on (T100, T200), board controller sequence included.
     *
     * @param system the system, or {@link #ALL}: only then does the guest find the IO subsystems of
     *     all systems from its first instruction on
     */
    record PowerOn(int system) implements Operation {}

    /**
     * Powers a system off, CPU and IO.
     *
     * @param system the system, or {@link #ALL}
     */
    record PowerOff(int system) implements Operation {}

    /**
     * Pulls a board. An IO board keeps its power for {@link ServerDescription#ejectMicros}.
     *
     * @param system the system
     * @param board which
     */
    record Pull(int system, Board board) implements Operation {}

    /**
     * Puts a board back; it is powered on.
     *
     * @param system the system
     * @param board which
     */
    record Insert(int system, Board board) implements Operation {}

    /**
     * Says where the CPU boards come from that are put into a system, or get power in it, from now
     * on. The board that is in the slot stays as it is until it is taken out.
     *
     * @param system the system
     * @param bundle symbolic name of a processor bundle
     * @param version of that bundle, one that is installed; several can be, side by side. Without
     *     one, that is empty, a board comes from whatever the bundle's best service is
     */
    record Fit(int system, String bundle, String version) implements Operation {}

    /**
     * Takes the CPU board out of a system in Online sync; refused if no other one is in Online sync
     * with it. If the system is ACT, another one is made ACT at the same boundary, so that there is
     * no instruction at which both run and the other one is believed.
     *
     * @param system the system
     */
    record Relieve(int system) implements Operation {}

    /**
     * Starts the synchronization of a system that is Offline (T105).
     *
     * @param system the system
     */
    record Synchronize(int system) implements Operation {}

    /**
     * Ends Online async early, which starts the resynchronization.
     *
     * @param system either of the pair
     */
    record LeaveAsync(int system) implements Operation {}

    /**
     * Makes a system ACT where modes may be exchanged. If no system provides the service, the guest
     * is booted again on this one: a cold restart, of a system that is ST6 Offline divide.
     *
     * @param system the system
     */
    record MakeActive(int system) implements Operation {}

    /**
     * Isolates a CPU subsystem.
     *
     * @param system the system
     */
    record Isolate(int system) implements Operation {}

    /**
     * Resets an isolated CPU subsystem.
     *
     * @param system the system
     */
    record Reset(int system) implements Operation {}

    /**
     * Puts a device into a slot of an IO subsystem while the guest runs. The guest sees it come
     * ({@link ft.api.io.HotPlugRegister}).
     *
     * @param system the system
     * @param slot name of the slot
     * @param device device type, for a bay; {@code ""} for the one that belongs there
     */
    record Plug(int system, String slot, String device) implements Operation {}

    /**
     * Takes a device out of its slot while the guest runs. The guest is asked to let it go, and
     * sees it go.
     *
     * @param system the system
     * @param slot name of the slot
     */
    record Unplug(int system, String slot) implements Operation {}

    /**
     * Selects the copy strategy for resynchronizations to come.
     *
     * @param system ignored; 0
     * @param strategy its name
     */
    record SelectStrategy(int system, String strategy) implements Operation {}

    /**
     * Changes an option that can be changed while the server runs ({@link ChangeTime#NOW}). The
     * configuration is left as it is; see {@link FtServer#configure}.
     *
     * @param option its name, as in the configuration (metatype)
     * @param value as text
     */
    record Configure(String option, String value) implements Operation {
        /** Of no system. */
        @Override
        public int system() {
            return 0;
        }
    }

    /**
     * Arms a fault, which strikes when its trigger says so.
     *
     * @param fault what and where
     * @param trigger when
     */
    record Inject(Fault fault, Trigger trigger) implements Operation {
        /** A fault that strikes at the boundary at which the operation takes effect. */
        public Inject(Fault fault) {
            this(fault, Trigger.NOW);
        }

        @Override
        public int system() {
            return fault.system();
        }

        /** How it is written: {@code FAULT@TRIGGER}, or the fault alone if it strikes at once. */
        public String text() {
            return trigger.equals(Trigger.NOW) ? fault.text() : fault.text() + "@" + trigger.text();
        }

        /**
         * Reads {@code FAULT@TRIGGER} or a fault alone.
         *
         * @throws IllegalArgumentException with one sentence on what is wrong
         */
        public static Inject parse(String text) {
            int at = text.indexOf('@');
            return at < 0
                    ? new Inject(Fault.parse(text))
                    : new Inject(
                            Fault.parse(text.substring(0, at)),
                            Trigger.parse(text.substring(at + 1)));
        }
    }
}
