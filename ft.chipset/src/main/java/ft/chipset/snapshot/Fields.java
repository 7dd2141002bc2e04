package ft.chipset.snapshot;

import ft.api.fields.StateFields;
import java.util.Arrays;

/** Fields of the kinds that controllers have: arrays with an entry for each system, constants. */
public final class Fields {
    private Fields() {}

    /** Numbers, replaced in place when loading. */
    public static void numbers(StateFields fields, String name, long[] values) {
        long[] saved = fields.numbers(name, values);
        requireLength(name, saved.length, values.length);
        System.arraycopy(saved, 0, values, 0, values.length);
    }

    /** The same of ints. */
    public static void numbers(StateFields fields, String name, int[] values) {
        long[] wide = Arrays.stream(values).asLongStream().toArray();
        numbers(fields, name, wide);
        Arrays.setAll(values, i -> (int) wide[i]);
    }

    /** The same of flags. */
    public static void flags(StateFields fields, String name, boolean[] values) {
        long[] wide = new long[values.length];
        Arrays.setAll(wide, i -> values[i] ? 1 : 0);
        numbers(fields, name, wide);
        for (int i = 0; i < values.length; i++) {
            values[i] = wide[i] != 0;
        }
    }

    /** The same of constants, by their names. */
    public static <E extends Enum<E>> void constants(
            StateFields fields, String name, E[] values, Class<E> type) {
        for (int i = 0; i < values.length; i++) {
            values[i] = constant(fields, name + i, values[i], type);
        }
    }

    /** A constant, by its name. */
    public static <E extends Enum<E>> E constant(
            StateFields fields, String name, E value, Class<E> type) {
        return Enum.valueOf(type, fields.text(name, value.name()));
    }

    private static void requireLength(String name, int saved, int here) {
        if (saved != here) {
            throw new IllegalArgumentException(
                    "%s was saved with %d entries and has %d here".formatted(name, saved, here));
        }
    }
}
