package ft.cpu.translate;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes classes of bytecode, under a name that tells the JVM which of its compilers to use. */
final class HiddenClasses {
    /** Name of classes for the optimizing compiler; what is made has this name at first. */
    static final String OPTIMIZED = "ft/cpu/translate/Code$Optimized";

    /** Name of classes for the {@linkplain HotSpot fast one}; no longer nor shorter than that. */
    static final String IMMEDIATE = "ft/cpu/translate/Code$Immediate";

    // Calls until HotSpot has been through all it does with a method, if nothing shortens that:
    // code
    // that counts calls, code that counts branches, and in the end code that counts nothing. After
    // each it waits for some 5,000.
    private static final int CALLS = 30_000;

    // What shortens it. HotSpot looks at a method after 128 calls, and asks first whether it has
    // been counted enough to be optimized: what the interpreter has counted does as well, and then
    // there is no code that counts. Enough is 60 calls and 20,000 rounds of loops, as the launcher
    // sets it; with 100 calls or 60,000 rounds it would have begun with code that counts.
    private static final int COUNTED_CALLS = 98;
    private static final int ROUNDS = 600;
    private static final int REGISTERS = 128;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private HiddenClasses() {}

    /** A class that is compiled already, or one that is to be optimized some time. */
    static Code define(byte[] bytes, boolean immediate) {
        Code code = define(bytes, immediate ? IMMEDIATE : OPTIMIZED);
        if (immediate) {
            prime(code);
        }
        return code;
    }

    private static Code define(byte[] bytes, String name) {
        byte[] named = bytes.clone();
        rename(named, name.getBytes(StandardCharsets.US_ASCII));
        try {
            return (Code)
                    LOOKUP.defineHiddenClass(named, true)
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

    // A class says its name once, where it lists its constants.
    private static void rename(byte[] bytes, byte[] name) {
        byte[] old = OPTIMIZED.getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + old.length, old, 0, old.length)) {
            at++;
        }
        System.arraycopy(name, 0, bytes, at, name.length);
    }

    // Calls it as often as it takes to have it compiled, without a cycle to spend.
    private static void prime(Code code) {
        beginToCount(code);
        RegionState state = new RegionState(new long[REGISTERS], null);
        for (int call = 0; call < COUNTED_CALLS; call++) {
            code.run(state, 0, -ROUNDS);
        }
        for (int call = 0; call < CALLS && !Thread.currentThread().isInterrupted(); call++) {
            code.run(state, 0, 0);
        }
    }

    // HotSpot's interpreter counts for a method once that has failed.
    private static void beginToCount(Code code) {
        try {
            code.run(null, 0, 0);
        } catch (NullPointerException expected) {
            // As it is meant to.
        }
    }
}
