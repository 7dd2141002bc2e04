package ft.chipset.compare;

import ft.api.fields.StateFields;

/**
 * Entries that are damaged in their queue. An entry that does not match its own check is no word of
 * its system: what another system sends in its place stands for it, so that a fault of the queue is
 * no fault of a CPU.
 */
final class QueueDamage {
    private static final int NOBODY = -1;

    private final AccessQueue[] queues;
    private final Forwarded forwarded;
    private final Participants systems;
    private long mended;
    private int damaged = NOBODY;
    private long damage;
    private Runnable onDamage = () -> {};

    QueueDamage(AccessQueue[] queues, Forwarded forwarded, Participants systems) {
        this.queues = queues;
        this.forwarded = forwarded;
        this.systems = systems;
    }

    /** What was counted, for a snapshot; a fault that waits is armed again. */
    void state(StateFields fields) {
        mended = fields.number("mended", mended);
    }

    /** The next entry in the queue of a system is damaged; {@code hears} is told when it is. */
    void damageNext(int system, long mask, Runnable hears) {
        damaged = system;
        damage = mask;
        onDamage = hears;
    }

    /** A system's request was entered. */
    void entered(int system) {
        if (system == damaged) {
            damaged = NOBODY;
            queues[system].damage(damage);
            onDamage.run();
        }
    }

    /** Entries that were damaged and replaced by what another system sent. */
    long mended() {
        return mended;
    }

    /** Replaces the head of a system's queue if it is damaged and another system has sent it. */
    void mend(int system) {
        AccessQueue queue = queues[system];
        if (queue.size() == 0 || queue.isSound()) {
            return;
        }
        if (!forwarded.isAtEnd(system)) {
            queue.mend(
                    forwarded.clock(system),
                    forwarded.offset(system),
                    forwarded.value(system),
                    forwarded.kind(system));
            mended++;
            return;
        }
        for (int i = 0; i < queues.length; i++) {
            AccessQueue other = queues[i];
            if (systems.votes(i)
                    && !systems.isOut(i)
                    && forwarded.isAtEnd(i)
                    && other.size() > 0
                    && other.isSound()) {
                queue.mend(other.clock(), other.offset(), other.value(), other.kind());
                mended++;
                return;
            }
        }
    }
}
