package ft.io.net;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;

/**
 * Networks of the host, which devices of all servers in the framework can be plugged into. What one
 * sends is host input for the others: servers do not share a clock.
 */
@Component(service = HostLans.class)
public final class HostLans {
    private final Map<String, List<End>> lans = new ConcurrentHashMap<>();

    private static final class End implements HostEnd {
        private final List<End> lan;
        private final Consumer<byte[]> device;

        End(List<End> lan, Consumer<byte[]> device) {
            this.lan = lan;
            this.device = device;
        }

        @Override
        public void send(byte[] frame) {
            for (End other : lan) {
                if (other != this) {
                    other.device.accept(frame);
                }
            }
        }

        @Override
        public void close() {
            lan.remove(this);
        }
    }

    /**
     * Plugs a device in.
     *
     * @param device takes frames, on any thread
     */
    HostEnd join(String name, Consumer<byte[]> device) {
        List<End> lan = lans.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>());
        End end = new End(lan, device);
        lan.add(end);
        return end;
    }
}
