package ft.campaign.judge;

import ft.api.cpu.MainStorage;
import ft.api.observer.PageVisitor;
import ft.api.server.ServerEvent;
import ft.api.server.SystemView;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/** A boundary of two systems that a test fills, with eight pages of main storage each. */
final class Scene {
    static final long BASE = 0x8000_0000L;
    static final int PAGES = 8;

    final Boundary b = new Boundary(2);
    final byte[][] memory = new byte[2][PAGES * MainStorage.PAGE_SIZE];
    private final BitSet[] changed = {new BitSet(), new BitSet()};
    private final SystemView[] views = {view(0), view(1)};

    /** A pair in Online sync that has gone through everything that is right. */
    Scene() {
        b.systems[0].mode = Mode.ACT;
        b.systems[0].modeBefore = Mode.ACT;
        states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        look();
        b.soundness.follow(b);
        states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        b.soundness.follow(b);
        event(StateEvent.CHECK_OK);
        states(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        b.soundness.follow(b);
        next();
    }

    /** The next boundary, in the same states. */
    Scene next() {
        b.events.clear();
        b.reports.clear();
        b.round++;
        b.clockBefore = b.clock;
        b.clock += 4096;
        for (Boundary.One system : b.systems) {
            system.before = system.state;
            system.modeBefore = system.mode;
            system.retiredBefore = system.retired;
        }
        b.activeBefore = b.active;
        return this;
    }

    Scene states(SystemState... states) {
        b.activeBefore = b.active;
        b.active = -1;
        for (int i = 0; i < states.length; i++) {
            Boundary.One system = b.systems[i];
            system.before = system.state;
            system.state = states[i];
            system.powered = states[i] != SystemState.OFF;
            system.context = states[i].isOnline() ? new byte[] {1, 2, 3} : null;
            if (states[i].isOnline() && (b.active < 0 || system.mode == Mode.ACT)) {
                b.active = i;
            }
        }
        return this;
    }

    Scene event(StateEvent event) {
        b.events.add(
                new ServerEvent(
                        0,
                        b.clock,
                        0,
                        Instant.EPOCH,
                        1,
                        "",
                        event,
                        SystemState.OFF,
                        SystemState.OFF,
                        Mode.SBY,
                        false,
                        ""));
        return this;
    }

    /** Writes a byte, seen at the next look. */
    Scene write(int system, long address, int value) {
        int offset = (int) (address - BASE);
        memory[system][offset] = (byte) value;
        changed[system].set(offset / MainStorage.PAGE_SIZE);
        return this;
    }

    Scene look() {
        for (int i = 0; i < views.length; i++) {
            b.systems[i].mirror.look(views[i]);
        }
        return this;
    }

    /** Records the boundary as it is now as the golden one. */
    Scene golden() {
        b.golden.add(
                b.clock,
                b.act().retired,
                b.act().mirror.digest(),
                History.digest(b.act().context),
                b.output);
        b.goldenBoundary = b.golden.size() - 1;
        return this;
    }

    /** What a judge finds. */
    List<String> judged(Judge judge) {
        Findings findings = new Findings();
        judge.boundary(b, findings);
        return findings.all().stream().map(Finding::invariant).toList();
    }

    private SystemView view(int system) {
        MainStorage storage =
                (MainStorage)
                        Proxy.newProxyInstance(
                                Scene.class.getClassLoader(),
                                new Class<?>[] {MainStorage.class},
                                (proxy, method, a) -> storage(system, method.getName(), a));
        return (SystemView)
                Proxy.newProxyInstance(
                        Scene.class.getClassLoader(),
                        new Class<?>[] {SystemView.class},
                        (proxy, method, a) ->
                                switch (method.getName()) {
                                    case "memory" -> storage;
                                    case "boardNumber" -> 1;
                                    case "takeChangedPages" -> {
                                        changed[system].stream()
                                                .forEach(((PageVisitor) a[0])::page);
                                        changed[system].clear();
                                        yield null;
                                    }
                                    default -> throw new IllegalStateException(method.getName());
                                });
    }

    private Object storage(int system, String method, Object[] a) {
        return switch (method) {
            case "base" -> BASE;
            case "size" -> (long) memory[system].length;
            case "pages" -> PAGES;
            case "addressOf" -> BASE + (long) (int) a[0] * MainStorage.PAGE_SIZE;
            case "crc32c" -> {
                CRC32C sum = new CRC32C();
                sum.update(memory[system], (int) ((long) a[0] - BASE), (int) a[1]);
                yield (int) sum.getValue();
            }
            case "read" -> {
                System.arraycopy(
                        memory[system],
                        (int) ((long) a[0] - BASE),
                        (byte[]) a[1],
                        (int) a[2],
                        (int) a[3]);
                yield null;
            }
            default -> throw new IllegalStateException(method);
        };
    }
}
