package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.server.Operation;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which threads of the parallel driver take frames that lend pages to #1. */
class TakeOverTest {
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private <T> T watched(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            if (method.getName().equals("poll")) {
                return method.invoke(target, new Watch((CrosslinkPort.Handler) arguments[0]));
            }
            Object result = method.invoke(target, arguments);
            boolean isPort = method.getName().equals("port") && arguments[0].equals(1);
            return isPort ? watched(CrosslinkPort.class, (CrosslinkPort) result) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Watch implements CrosslinkPort.Handler {
        private final CrosslinkPort.Handler handler;

        Watch(CrosslinkPort.Handler handler) {
            this.handler = handler;
        }

        @Override
        public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
            handler.frame(peer, path, buffer, offset, length);
        }

        @Override
        public void lent(
                int peer, Path path, byte[] buffer, int offset, int length, byte[][] pages) {
            threads.add(Thread.currentThread().getName());
            handler.lent(peer, path, buffer, offset, length, pages);
        }
    }

    /** That of #0, which nobody has to wake, whether the guest stands or runs in one system. */
    @ParameterizedTest
    @ValueSource(strings = {"stop-and-copy", "trace"})
    void whoCopiesDoesThePartOfOthers(String strategy) throws Exception {
        TestParts parts = new TestParts();
        parts.crosslinks(wires -> systems -> watched(Crosslink.class, wires.connect(systems)));
        try (DescribedServer server =
                parts.server("driver=parallel", "automaticSync=false", "strategy=" + strategy)) {
            server.guest(parts.guest("writer", "ws=256 pause=100"));
            server.submitAt(3_000_000, new Operation.Synchronize(1));
            TestParts.powerOnHeldAt(server, 20_000_000);
            assertThat(server.systems())
                    .extracting(SystemStatus::state)
                    .containsOnly(SystemState.ONLINE_SYNC);
        }
        assertThat(threads).containsExactly("ft-test-0");
    }
}
