package ft.observe.feed;

import ft.api.io.SlotStatus;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Outage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is new about a server since it was looked at last, of what it keeps but does not tell:
 * faults that were armed or have struck, times without service, devices that came and went, the end
 * of the guest. What there is at the first look is not new. One thread at a time.
 */
public final class Changes {
    private final FtServer server;
    private final Listener listener;
    private final Map<Integer, Boolean> faults = new HashMap<>();
    private final Map<Integer, Boolean> outages = new HashMap<>();
    private final Map<String, Boolean> slots = new HashMap<>();
    private Optional<String> exit = Optional.empty();

    /** Hears what is new. */
    public interface Listener {
        /** A fault was armed, or has struck. */
        void fault(InjectedFault fault);

        /** The service was lost, or is back. */
        void outage(Outage outage);

        /** A device has come or gone. */
        void device(SlotStatus slot);

        /** The guest has ended by itself. */
        void exit(String how);
    }

    /** Nothing is new yet. */
    public Changes(FtServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
        server.outages().forEach(each -> outages.put(each.number(), each.ended().isPresent()));
        server.faults().forEach(each -> faults.put(each.id(), each.hasStruck()));
        exit = server.guestExit();
    }

    /** Tells what is new. */
    public void look() {
        List<InjectedFault> armed = server.faults();
        faults.keySet().retainAll(armed.stream().map(InjectedFault::id).toList());
        for (InjectedFault each : armed) {
            if (!Boolean.valueOf(each.hasStruck())
                    .equals(faults.put(each.id(), each.hasStruck()))) {
                listener.fault(each);
            }
        }
        List<Outage> lost = server.outages();
        outages.keySet().retainAll(lost.stream().map(Outage::number).toList());
        for (Outage each : lost) {
            boolean over = each.ended().isPresent();
            if (!Boolean.valueOf(over).equals(outages.put(each.number(), over))) {
                listener.outage(each);
            }
        }
        for (SlotStatus each : server.slots()) {
            Boolean before = slots.put(each.slot().name(), each.present());
            if (before != null && before != each.present()) {
                listener.device(each);
            }
        }
        Optional<String> now = server.guestExit();
        if (!now.equals(exit)) {
            exit = now;
            now.ifPresent(listener::exit);
        }
    }
}
