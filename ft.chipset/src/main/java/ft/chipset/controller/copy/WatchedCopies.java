package ft.chipset.controller.copy;

import ft.api.copy.CopyEnvironment;
import ft.api.server.BoundaryObserver;
import ft.api.server.CopyOperation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Tells an observer what a copy strategy does, before it is done. */
final class WatchedCopies {
    private static final Map<String, CopyOperation> OPERATIONS =
            Map.of(
                    "crc32c", CopyOperation.SUM,
                    "summary", CopyOperation.SUM,
                    "read", CopyOperation.READ,
                    "copy", CopyOperation.COPY,
                    "copyEntries", CopyOperation.COPY,
                    "equal", CopyOperation.COMPARE,
                    "verify", CopyOperation.COMPARE,
                    "repair", CopyOperation.REPAIR);

    private WatchedCopies() {}

    /** An environment that does what another one does, under the eyes of an observer. */
    static CopyEnvironment watch(CopyEnvironment real, BoundaryObserver observer) {
        return (CopyEnvironment)
                Proxy.newProxyInstance(
                        WatchedCopies.class.getClassLoader(),
                        new Class<?>[] {CopyEnvironment.class},
                        (proxy, method, arguments) -> {
                            CopyOperation operation = OPERATIONS.get(method.getName());
                            if (operation != null) {
                                observer.copying(operation, page(arguments));
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Of a summary, the page comes behind the kind. */
    private static int page(Object[] arguments) {
        return arguments[0] instanceof Integer page ? page : (Integer) arguments[1];
    }
}
