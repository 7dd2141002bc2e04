package ft.io.subsystem;

import ft.api.fields.StateFields;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the host has sent and no device has received yet. Any thread adds, the owner's takes. */
final class HostInputs {
    /** A board that is pulled takes nothing in, while the host's network may go on sending. */
    private static final int MOST_UNASKED = 65_536;

    private final Queue<HostInput> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Adds what somebody sends who wants it to arrive, however long that takes. */
    void add(HostInput input) {
        queue.add(input);
        size.incrementAndGet(); // never more than there are
    }

    /** Adds what may get lost if there is too much of it. */
    void addIfRoom(HostInput input) {
        if (size.get() < MOST_UNASKED) {
            add(input);
        }
    }

    /** Takes the oldest one; there has to be one. */
    HostInput take() {
        HostInput oldest = queue.remove();
        size.decrementAndGet();
        return oldest;
    }

    /** What waits, in order. Between boundaries. */
    void state(StateFields fields) {
        List<HostInput> all =
                fields.list(
                        "input",
                        List.copyOf(queue),
                        new HostInput(0, "", new byte[0]),
                        (at, own) ->
                                new HostInput(
                                        (int) fields.number(at + "slot", own.slot()),
                                        fields.text(at + "channel", own.channel()),
                                        fields.bytes(at + "data", own.data())));
        if (fields.isLoading()) {
            all.forEach(this::add);
        }
    }

    /** Drops all. The owner's thread, or when it stands still. */
    void clear() {
        while (size() > 0) {
            take();
        }
    }

    /** How many there are at least. */
    int size() {
        return size.get();
    }
}
