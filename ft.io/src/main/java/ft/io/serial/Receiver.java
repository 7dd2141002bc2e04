package ft.io.serial;

import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceClock;
import java.util.function.LongSupplier;

/**
 * The receiving half: holding register or FIFO, trigger level, character timeout, and the host's
 * bytes that wait for room.
 */
final class Receiver {
    private static final int FCR_ENABLE = 0x01;
    private static final int FCR_CLEAR = 0x02;
    private static final int FCR_TRIGGER = 0xC0;
    private static final int TRIGGER_SHIFT = 6;
    private static final int[] TRIGGERS = {1, 4, 8, 14};
    private static final int FIFO_SIZE = 16;
    private static final int TIMEOUT_CHARACTERS = 4;

    private final ByteFifo fifo = new ByteFifo();
    private final ByteFifo waiting = new ByteFifo();
    private final DeviceClock clock;
    private final Alarm timeout;
    private final LongSupplier characterNanos;
    private int fcr;
    private boolean overrun;
    private boolean timedOut;

    /**
     * An empty one.
     *
     * @param characterNanos time that a character takes on the line
     * @param changed called when silence is to be reported
     */
    Receiver(DeviceClock clock, LongSupplier characterNanos, Runnable changed) {
        this.clock = clock;
        this.characterNanos = characterNanos;
        timeout =
                clock.alarm(
                        () -> {
                            timedOut = !fifo.isEmpty();
                            changed.run();
                        });
    }

    void reset() {
        fcr = 0;
        overrun = false;
        waiting.clear();
        clear();
    }

    boolean hasFifo() {
        return (fcr & FCR_ENABLE) != 0;
    }

    /** Takes the receiver's part of FCR; gives whether the FIFO was cleared. */
    boolean control(int value) {
        boolean toggled = ((fcr ^ value) & FCR_ENABLE) != 0;
        boolean cleared = toggled || (value & FCR_CLEAR) != 0;
        if (cleared) {
            clear();
        }
        // The other bits can only be programmed together with the enable bit.
        fcr = (value & FCR_ENABLE) != 0 ? value & (FCR_TRIGGER | FCR_ENABLE) : 0;
        return cleared;
    }

    /** Bytes from the host; they wait until {@link #fill}. */
    void queue(byte[] data) {
        waiting.addAll(data);
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Lets in what waits, as far as there is room. */
    void fill() {
        if (waiting.isEmpty() || fifo.size() >= capacity()) {
            return;
        }
        while (!waiting.isEmpty() && fifo.size() < capacity()) {
            fifo.add(waiting.take());
        }
        heard();
    }

    /** A character from the line. */
    void receive(int value) {
        if (fifo.size() < capacity()) {
            fifo.add(value);
            heard();
        } else {
            overrun = true;
        }
    }

    /** The oldest character, 0 if there is none. */
    int take() {
        if (fifo.isEmpty()) {
            return 0;
        }
        int value = fifo.take();
        heard();
        return value;
    }

    boolean hasData() {
        return !fifo.isEmpty();
    }

    boolean isTriggered() {
        return fifo.size() >= (hasFifo() ? TRIGGERS[fcr >>> TRIGGER_SHIFT] : 1);
    }

    boolean isTimedOut() {
        return timedOut;
    }

    boolean isOverrun() {
        return overrun;
    }

    void clearOverrun() {
        overrun = false;
    }

    void state(StateFields fields) {
        fcr = (int) fields.number("fcr", fcr);
        overrun = fields.number("overrun", overrun ? 1 : 0) != 0;
        timedOut = fields.number("timedOut", timedOut ? 1 : 0) != 0;
        state(fields, "receiver", fifo);
        state(fields, "waiting", waiting);
    }

    private static void state(StateFields fields, String name, ByteFifo queue) {
        byte[] content = fields.bytes(name, queue.toBytes());
        queue.clear();
        queue.addAll(content);
    }

    private int capacity() {
        return hasFifo() ? FIFO_SIZE : 1;
    }

    private void clear() {
        fifo.clear();
        timedOut = false;
        timeout.cancel();
    }

    /** Characters below the trigger level are reported after four character times of silence. */
    private void heard() {
        timedOut = false;
        if (fifo.isEmpty() || !hasFifo()) {
            timeout.cancel();
        } else {
            timeout.at(clock.nanos() + TIMEOUT_CHARACTERS * characterNanos.getAsLong());
        }
    }
}
