package ft.crosslink.local;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkPort;
import java.util.Objects;

/**
 * Connects every system with every other by a {@link Link} and two {@link Ring}s.
 *
 * <p><b>Threading:</b> any thread.
 */
final class LocalCrosslink implements Crosslink {
    private final LocalPort[] ports;
    private final Link[][] links;
    private boolean closed;

    LocalCrosslink(int systems, int ringSize, int spins) {
        if (systems < 1) {
            throw new IllegalArgumentException("No crosslink for %d systems".formatted(systems));
        }
        ports = new LocalPort[systems];
        links = new Link[systems][systems];
        Ring[][] from = new Ring[systems][systems];
        Ring[][] to = new Ring[systems][systems];
        for (int sender = 0; sender < systems; sender++) {
            for (int receiver = 0; receiver < systems; receiver++) {
                if (sender != receiver) {
                    Ring ring = new Ring(ringSize);
                    to[sender][receiver] = ring;
                    from[receiver][sender] = ring;
                    links[sender][receiver] =
                            sender < receiver ? new Link() : links[receiver][sender];
                }
            }
        }
        for (int i = 0; i < systems; i++) {
            ports[i] = new LocalPort(i, ports, links[i], from[i], to[i], spins);
        }
    }

    @Override
    public CrosslinkPort port(int system) {
        return ports[Objects.checkIndex(system, ports.length)];
    }

    @Override
    public synchronized void connect(int system, int other, boolean up) {
        Objects.checkIndex(system, ports.length);
        Objects.checkIndex(other, ports.length);
        if (system == other) {
            throw new IllegalArgumentException("System %d has no link to itself".formatted(system));
        }
        if (closed && up) {
            throw new IllegalStateException("The crosslink is closed");
        }
        if (links[system][other].set(up)) {
            ports[system].linkChanged();
            ports[other].linkChanged();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (int system = 0; system < ports.length; system++) {
            for (int other = 0; other < system; other++) {
                connect(system, other, false);
            }
        }
    }
}
