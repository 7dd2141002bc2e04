package ft.chipset.controller.copy;

import ft.api.observer.BoundaryObserver;
import ft.api.observer.CopyOperation;
import ft.api.resync.CopyEnvironment;
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
                    "compare", CopyOperation.COMPARE,
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
                                tell(observer, operation, arguments);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Of a summary, the page comes behind the kind; where there is a count, behind the page. */
    private static void tell(BoundaryObserver observer, CopyOperation operation, Object[] on) {
        int first = (Integer) (on[0] instanceof Integer ? on[0] : on[1]);
        int count = operation == CopyOperation.COMPARE ? (Integer) on[1] : 1;
        for (int page = first; page < first + count; page++) {
            observer.copying(operation, page);
        }
    }
}
