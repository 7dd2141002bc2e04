package ft.api.fields;

import ft.api.device.StateContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Named fields of the state of a device, or of any other part of a server. When saving, each method
 * notes the value and returns it; when loading it returns the saved value, or the given one where
 * an older snapshot has none. So a part names its state once, for both directions: {@code x =
 * fields.number("x", x)}.
 *
 * <p>A part that finds when loading that it cannot take the state throws an {@link
 * IllegalArgumentException} with one sentence; nothing is loaded then.
 */
@ProviderType
public interface StateFields {
    /** A number, flag (0/1) or register. */
    long number(String name, long value);

    /** Bytes of any length. */
    byte[] bytes(String name, byte[] value);

    /**
     * Version of the field schema; call first. Returns the version that was saved, which is never
     * above the current one: what was saved by newer code is refused before.
     *
     * @param current version this code writes
     */
    int version(int current);

    /**
     * Content that is too large for a field. When loading, the content is written, and what has no
     * saved content is left as it is.
     */
    void content(String name, StateContent content);

    /**
     * The fields of a part of this part, with names and a version of their own.
     *
     * @param owner an object of the bundle that names them; only that bundle can load them again
     */
    StateFields part(String name, Object owner);

    /** Whether fields are being loaded; most code need not know. */
    boolean isLoading();

    /**
     * Whether a whole server is saved or loaded, maybe to go on elsewhere. Then a device also names
     * what it keeps outside of this program, such as the content of a disk image. It does not while
     * it only makes room for another version of its bundle.
     */
    boolean isSnapshot();

    /** A flag. */
    default boolean flag(String name, boolean value) {
        return number(name, value ? 1 : 0) != 0;
    }

    /** A text. */
    default String text(String name, String value) {
        byte[] encoded = bytes(name, value.getBytes(StandardCharsets.UTF_8));
        return new String(encoded, StandardCharsets.UTF_8);
    }

    /** Numbers, as many as there are. */
    default long[] numbers(String name, long[] values) {
        ByteBuffer own = ByteBuffer.allocate(values.length * Long.BYTES);
        own.asLongBuffer().put(values);
        ByteBuffer saved = ByteBuffer.wrap(bytes(name, own.array()));
        long[] all = new long[saved.remaining() / Long.BYTES];
        saved.asLongBuffer().get(all);
        return all;
    }

    /**
     * A list, as long as it is.
     *
     * @param blank stands for an item that is to be loaded
     * @param item names the fields of an item, with a prefix, and makes one of what they give
     */
    default <T> List<T> list(String name, List<T> items, T blank, BiFunction<String, T, T> item) {
        int count = (int) number(name + ".count", items.size());
        List<T> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(item.apply(name + i + ".", isLoading() ? blank : items.get(i)));
        }
        return all;
    }
}
