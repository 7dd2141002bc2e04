package ft.io.support;

import java.util.HashMap;
import java.util.Map;

/** Names of registers of 32 bits, by their offsets. */
public final class RegisterNames {
    private static final int WORD = 4;

    private final Map<Long, String> names = new HashMap<>();

    private RegisterNames() {}

    /** Of registers that lie one behind the other. */
    public static RegisterNames words(String... names) {
        RegisterNames made = new RegisterNames();
        for (int i = 0; i < names.length; i++) {
            made.names.put((long) i * WORD, names[i]);
        }
        return made;
    }

    /** One more, somewhere. */
    public RegisterNames and(long offset, String name) {
        names.put(offset, name);
        return this;
    }

    /** The name of the register that an offset is in, with the byte of it; {@code ""} if none. */
    public String at(long offset) {
        String name = names.get(offset & -WORD);
        long part = offset & WORD - 1;
        return name == null ? "" : part == 0 ? name : name + "+" + part;
    }
}
