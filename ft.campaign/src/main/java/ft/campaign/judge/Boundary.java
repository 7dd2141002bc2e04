package ft.campaign.judge;

import ft.api.server.CopyLists;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * An instruction boundary as judges see it: what is there now, what was there at the boundary
 * before, and what happened in between. One object for a whole run, filled anew at each boundary.
 */
public final class Boundary {
    /** One system at a boundary. */
    public static final class One {
        /** State of its CPU subsystem. */
        public SystemState state = SystemState.OFF;

        /** State at the boundary before. */
        public SystemState before = SystemState.OFF;

        /** Its mode. */
        public Mode mode = Mode.SBY;

        /** Its mode at the boundary before. */
        public Mode modeBefore = Mode.SBY;

        /** Whether there is a CPU subsystem. */
        public boolean powered;

        /** Instructions retired. */
        public long retired;

        /** Instructions retired at the boundary before. */
        public long retiredBefore;

        /** Entries in its access trace, lost ones included. */
        public int traceEntries;

        /** Its context; null unless it is online. */
        public byte[] context;

        /** Main storage as it is, if there is power. */
        public final PageMirror mirror = new PageMirror();

        /** Whether it has come into a state since the boundary before. */
        public boolean entered(SystemState wanted) {
            return state == wanted && before != wanted;
        }
    }

    /** The systems. */
    public final One[] systems;

    /** What happened since the boundary before. */
    public final List<ServerEvent> events = new ArrayList<>();

    /** Resynchronizations that ended since the boundary before. */
    public final List<ResyncReport> reports = new ArrayList<>();

    /** Lists of the copy strategy, when a synchronization reset has just been. */
    public Optional<CopyLists> lists = Optional.empty();

    /** What is held to differ, in units of {@link #suspectBytes}. */
    public final BitSet suspects = new BitSet();

    /** Bytes of main storage in a unit of {@link #suspects}. */
    public int suspectBytes = 4096;

    /** Entries an access trace can hold. */
    public int traceCapacity = Integer.MAX_VALUE;

    /** Number of the round. */
    public long round;

    /** Clock of the service. */
    public long clock;

    /** Clock of the service at the boundary before. */
    public long clockBefore;

    /** The system in service, -1 if there is none. */
    public int active = -1;

    /** The system in service at the boundary before. */
    public int activeBefore = -1;

    /** Whether only the outside can make the service go on. */
    public boolean standsStill;

    /** How the guest ended by itself, or empty. */
    public String guestExit = "";

    /** Digest of all output. */
    public long output;

    /** The golden history. */
    public History golden = new History();

    /** The boundary of the golden history with the same clock; -1 if there is none. */
    public int goldenBoundary = -1;

    /** Which systems can be trusted. */
    public final Soundness soundness;

    /** Of a server with some systems. */
    public Boundary(int count) {
        systems = new One[count];
        Arrays.setAll(systems, i -> new One());
        soundness = new Soundness(count);
    }

    /** The system in service. */
    public One act() {
        return systems[active];
    }

    /** Whether an event was carried out since the boundary before. */
    public boolean happened(StateEvent event) {
        for (ServerEvent each : events) {
            if (each.event() == event && !each.refused()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all systems with a CPU board are in a state. */
    public boolean all(SystemState state) {
        for (One system : systems) {
            if (system.state != state) {
                return false;
            }
        }
        return true;
    }

    /** States of all systems, for people. */
    public String states() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < systems.length; i++) {
            text.append(i == 0 ? "#" : ", #")
                    .append(i)
                    .append(' ')
                    .append(systems[i].state.label());
        }
        return text.toString();
    }
}
