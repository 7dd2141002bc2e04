package ft.io.subsystem;

import ft.api.device.FrameReceiver;
import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem.FrameSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * The networks of an IO subsystem: for each name a switch with a port for each slot that joined it,
 * and an uplink to the switches of the other IO subsystems.
 *
 * <p>A frame that is sent at a boundary is on its way until the next one. The IO subsystems have
 * their boundaries in turn, so all switches see frames in the same order in every run, whatever
 * thread each of them has. The sender keeps an alarm for that next boundary, because the addressee
 * may have said already that it needs none.
 */
final class Networks {
    /** A frame that comes to a pulled board is kept no longer than there is room. */
    private static final int MOST_UNDER_WAY = 4096;

    /** From the thread of another IO subsystem, in its turn; guarded by itself. */
    private final Queue<Flight> underWay = new ArrayDeque<>();

    private final Map<String, NetworkSwitch> switches = new TreeMap<>();
    private volatile FrameSink uplink = (network, clock, frame) -> {};
    private long next = Long.MAX_VALUE;

    /**
     * A frame on its way.
     *
     * @param port slot it comes from, or {@link NetworkSwitch#UPLINK}
     * @param due first clock at which it may arrive
     */
    private record Flight(String network, int port, long due, byte[] frame) {}

    void uplink(FrameSink sink) {
        uplink = sink;
    }

    void join(String network, int slot, FrameReceiver receiver) {
        of(network).join(slot, receiver);
    }

    void leave(int slot) {
        switches.values().forEach(each -> each.leave(slot));
    }

    private NetworkSwitch of(String network) {
        return switches.computeIfAbsent(network, name -> new NetworkSwitch());
    }

    void send(String network, int slot, long clock, byte[] frame) {
        next = clock + 1;
        add(new Flight(network, slot, next, frame));
        if (of(network).leadsOut(frame)) {
            uplink.frame(network, next, frame);
        }
    }

    /** A frame from the uplink. Only the sender's thread is here, so nothing but the queue is. */
    void arrive(String network, long due, byte[] frame) {
        add(new Flight(network, NetworkSwitch.UPLINK, due, frame));
    }

    private void add(Flight flight) {
        synchronized (underWay) {
            if (underWay.size() < MOST_UNDER_WAY) {
                underWay.add(flight);
            }
        }
    }

    /** Delivers what is due; what is sent meanwhile waits for the next boundary. */
    void deliver(long clock) {
        if (next <= clock) {
            next = Long.MAX_VALUE;
        }
        for (Flight flight = poll(clock); flight != null; flight = poll(clock)) {
            of(flight.network()).deliver(flight.port(), flight.frame());
        }
    }

    private Flight poll(long clock) {
        synchronized (underWay) {
            Flight first = underWay.peek();
            return first == null || first.due() > clock ? null : underWay.poll();
        }
    }

    /** Clock of the boundary that a frame which was sent here needs, the maximum for none. */
    long next() {
        return next;
    }

    void reset() {
        synchronized (underWay) {
            underWay.clear();
        }
        next = Long.MAX_VALUE;
        switches.values().forEach(NetworkSwitch::forget);
    }

    /** What was learned, and the frames on their way. */
    void state(StateFields fields) {
        next = fields.number("next", next);
        byte[] names =
                fields.bytes(
                        "names",
                        String.join("\n", switches.keySet()).getBytes(StandardCharsets.UTF_8));
        for (String name : new String(names, StandardCharsets.UTF_8).split("\n")) {
            if (!name.isEmpty()) {
                of(name).state(fields, "learned." + name);
            }
        }
        synchronized (underWay) {
            Flight[] flights = underWay.toArray(Flight[]::new);
            int count = (int) fields.number("frames", flights.length);
            underWay.clear();
            for (int i = 0; i < count; i++) {
                Flight own = i < flights.length ? flights[i] : new Flight("", 0, 0, new byte[0]);
                underWay.add(state(fields, "frame" + i + ".", own));
            }
        }
    }

    private static Flight state(StateFields fields, String prefix, Flight flight) {
        byte[] name = flight.network().getBytes(StandardCharsets.UTF_8);
        return new Flight(
                new String(fields.bytes(prefix + "network", name), StandardCharsets.UTF_8),
                (int) fields.number(prefix + "port", flight.port()),
                fields.number(prefix + "due", flight.due()),
                fields.bytes(prefix + "data", flight.frame()));
    }
}
