package ft.api.fault;

import ft.api.state.SystemState;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * When a fault strikes; once. A trigger that the unit which is struck sees by itself takes effect
 * right there, in the middle of a quantum: instructions, accesses and clock values in a CPU
 * subsystem for faults in it, accesses to a device for faults of devices in the same IO subsystem,
 * frames for faults of the crosslink. Every other one takes effect at the boundary that ends the
 * quantum. Either way it depends on the guest alone, and on no thread; but for the number of
 * frames, which is part of the schedule.
 *
 * <p>What lies in the past already when the fault is armed strikes at once.
 */
@ProviderType
public sealed interface Trigger {
    /** At once: at the boundary at which the fault is armed. */
    Trigger NOW = new Now();

    /** How it is written, such as {@code instruction 1 0 5000000}. */
    default String text() {
        return TriggerKind.GRAMMAR.text(this);
    }

    /**
     * Reads a trigger.
     *
     * @throws IllegalArgumentException with one sentence on what is wrong and how it is written
     */
    static Trigger parse(String text) {
        return (Trigger) TriggerKind.GRAMMAR.parse(text);
    }

    /** At the boundary at which the fault is armed. */
    record Now() implements Trigger {}

    /**
     * When the clock of the service reaches a value. Written as the number alone.
     *
     * @param clock in cycles
     */
    record AtClock(long clock) implements Trigger {}

    /**
     * When a number of instructions have retired since the power-on reset, before the next one.
     *
     * @param system the system
     * @param hart the hart
     * @param instruction how many
     */
    record AtInstruction(int system, int hart, long instruction) implements Trigger {}

    /**
     * At an access of a hart to main storage or to a device. Instruction fetch does not count. A
     * bus fault hits this access, everything else strikes after its instruction.
     *
     * @param system the system
     * @param access what counts
     * @param address first address of the range
     * @param length bytes in the range
     * @param nth which access since the fault was armed, from 1
     */
    record AtAccess(int system, Access access, long address, long length, long nth)
            implements Trigger {
        /** Checks the range. */
        public AtAccess {
            Objects.requireNonNull(access);
            Ranges.requireFrom("the length of a range", length, 1);
            Ranges.requireFrom("the number of an access", nth, 1);
        }
    }

    /** A kind of access. */
    enum Access {
        /** A load. */
        READ,
        /** A store. */
        WRITE,
        /** Either. */
        ANY
    }

    /**
     * At an access to a device, as the device sees them: one where duplicated systems make two.
     *
     * @param slot the device's slot
     * @param nth which access since the fault was armed, from 1
     */
    record AtDevice(String slot, long nth) implements Trigger {
        /** Checks the number. */
        public AtDevice {
            Objects.requireNonNull(slot);
            Ranges.requireFrom("the number of an access", nth, 1);
        }
    }

    /**
     * When a system sends a frame to another one. How many frames a quantum has depends on who
     * waits for whom, so the sequential driver repeats it with the same seed, and the parallel one
     * only about. What the guest does is the same either way.
     *
     * @param system the sender
     * @param peer the receiver
     * @param nth which frame since the fault was armed, from 1
     */
    record AtFrame(int system, int peer, long nth) implements Trigger {
        /** Checks the number. */
        public AtFrame {
            Ranges.requireFrom("the number of a frame", nth, 1);
        }
    }

    /**
     * When a system enters a state.
     *
     * @param system the system
     * @param state the state
     * @param nth which time since the fault was armed, from 1
     */
    record AtState(int system, SystemState state, long nth) implements Trigger {
        /** Checks the number. */
        public AtState {
            Objects.requireNonNull(state);
            Ranges.requireFrom("the number of an entry", nth, 1);
        }
    }

    /**
     * At random: at a clock value that a seed decides.
     *
     * @param seed the seed
     * @param window cycles from the arming on, in which it strikes
     */
    record AtRandom(long seed, long window) implements Trigger {
        /** Checks the window. */
        public AtRandom {
            Ranges.requireFrom("the window of a random fault", window, 1);
        }

        /** The clock value, for a fault that was armed at one. */
        public AtClock from(long clock) {
            return new AtClock(clock + new java.util.SplittableRandom(seed).nextLong(window));
        }
    }
}
