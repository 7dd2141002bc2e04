package ft.cpu.translate;

import java.lang.invoke.MethodHandles;
import java.lang.ref.SoftReference;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Translated code by its bytecode. Systems in lock-step run the same, so one class, and one effort
 * of the JVM's compiler, do for all of them; and for a guest that is started again.
 */
public final class CodeCache {
    private static final int MOST = 4096;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    // The least recently used first. What no region uses may be unloaded when memory gets scarce.
    private final Map<ByteBuffer, SoftReference<Code>> codes =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<ByteBuffer, SoftReference<Code>> eldest) {
                    return size() > MOST;
                }
            };

    // What may be spent on classes: cycles that were executed, less what classes have cost.
    private long credit;

    /** Some cycles were executed, so that more may be spent on classes. */
    synchronized void earn(long cycles) {
        credit += cycles;
    }

    /**
     * The code of a class file.
     *
     * @param cost of a class in cycles that have to be {@linkplain #earn earned} before
     * @return null if there is no such class yet, and none can be paid for
     */
    synchronized Code get(byte[] bytes, int cost) {
        ByteBuffer key = digest(bytes);
        SoftReference<Code> reference = codes.get(key);
        Code code = reference == null ? null : reference.get();
        if (code == null && credit >= cost) {
            credit -= cost;
            code = define(bytes);
            codes.put(key, new SoftReference<>(code));
        }
        return code;
    }

    private static ByteBuffer digest(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static Code define(byte[] bytes) {
        try {
            return (Code)
                    LOOKUP.defineHiddenClass(bytes, true)
                            .lookupClass()
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (IllegalAccessException
                | InstantiationException
                | InvocationTargetException
                | NoSuchMethodException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
