package ft.io.shared;

import ft.api.fault.Fault;
import ft.api.fault.Fault.DmaFlip;
import ft.api.fields.StateFields;
import java.util.function.IntConsumer;

/** What was injected into a DMA engine: at most one fault, the last one. */
final class EngineFaults {
    private static final int FOR_GOOD = 0;

    private IntConsumer onHit = id -> {};
    private DmaFlip flip;
    private int id;
    private int left;
    private boolean told;

    /** Says who hears of the first transfer that a fault hits. */
    void onHit(IntConsumer listener) {
        onHit = listener;
    }

    void arm(int newId, DmaFlip fault) {
        flip = fault;
        id = newId;
        left = fault.count();
        told = false;
    }

    void reset() {
        flip = null;
    }

    void state(StateFields fields) {
        String text = fields.text("flip", flip == null ? "" : flip.text());
        flip = text.isEmpty() ? null : (DmaFlip) Fault.parse(text);
        id = (int) fields.number("flip.id", id);
        left = (int) fields.number("flip.left", left);
        told = fields.flag("flip.told", told);
    }

    boolean isArmed() {
        return flip != null;
    }

    /** Flips a bit of what is being moved if a fault says so. */
    void hit(byte[] bytes, int offset, int length) {
        if (flip == null) {
            return;
        }
        if (!told) {
            told = true;
            onHit.accept(id);
        }
        bytes[offset + (flip.bit() >> 3) % length] ^= (byte) (1 << (flip.bit() & 7));
        if (flip.count() != FOR_GOOD && --left == 0) {
            flip = null;
        }
    }
}
