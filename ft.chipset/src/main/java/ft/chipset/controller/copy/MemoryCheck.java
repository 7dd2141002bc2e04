package ft.chipset.controller.copy;

import ft.api.cpu.MainStorage;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;

/**
 * The check of the whole main storage before Online sync (T114, T126; spec K6), by the check values
 * of both sides' DMA engines. Both guests run between its steps; a page that was equal stays equal,
 * because both write the same from there on or the CPU-bus comparators tell. At its end the CPU
 * contexts are compared.
 */
final class MemoryCheck {
    /** Pages at most whose values are exchanged at once; their answer is one frame. */
    private static final int BATCH = 2048;

    private final CopyHardware hardware;
    private final MainStorage memory;
    private final int destination;
    private final long pageCharge;
    private final long[] values = new long[BATCH];
    private boolean answered;
    private int next;
    private int difference = -1;
    private long contextDigest;

    MemoryCheck(CopyHardware hardware, int destination) {
        this.hardware = hardware;
        this.memory = hardware.memory();
        this.destination = destination;
        pageCharge = new SumCharge(hardware.view().description()).of(MainStorage.PAGE_SIZE);
    }

    int pages() {
        return memory.pages();
    }

    boolean isComplete() {
        return next == memory.pages();
    }

    double progress() {
        return (double) next / memory.pages();
    }

    /** First page that differs, -1 if none was found. */
    int difference() {
        return difference;
    }

    /**
     * Checks as many pages as a number of bytes allows if all of them were written, at once: to
     * wait for the other side takes as long as many pages.
     *
     * @return the bytes that a DMA engine would have moved in that time
     */
    long step(long allowed) {
        int most = (int) Math.max(1, Math.min(BATCH, allowed / pageCharge));
        int count = Math.min(most, memory.pages() - next);
        answered = false;
        hardware.wire().frame(FrameType.CHECK_REQUEST).putInt(next).putInt(count);
        hardware.wire().send(destination);
        // The own values while the other side is at its own.
        long bytes = 1;
        long[] own = new long[count];
        for (int i = 0; i < count; i++) {
            own[i] = hardware.checksums().check(next + i);
            bytes += memory.isUntouched(next + i) ? Long.BYTES : pageCharge;
        }
        hardware.wire().serveUntil(() -> answered);
        for (int i = 0; i < count && difference < 0; i++) {
            if (own[i] != values[i]) {
                difference = next + i;
            }
        }
        next += count;
        return bytes;
    }

    /** Whether the CPU contexts of both sides are equal. */
    boolean contextsEqual() {
        answered = false;
        hardware.wire().frame(FrameType.CONTEXT_REQUEST);
        hardware.wire().send(destination);
        hardware.wire().serveUntil(() -> answered);
        return contextDigest == Destination.digest(hardware.cpu().captureContext());
    }

    void takeContextDigest(FrameBuffer in) {
        contextDigest = in.getLong();
        answered = true;
    }

    void takeValues(FrameBuffer in) {
        for (int i = 0; in.remaining() > 0; i++) {
            values[i] = in.getLong();
        }
        answered = true;
    }
}
