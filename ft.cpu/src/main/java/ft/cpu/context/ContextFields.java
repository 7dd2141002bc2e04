package ft.cpu.context;

/**
 * The fields of a context, in order. When saving, each method notes the value and returns it; when
 * loading it returns the saved one. So a part lists its state once, for both directions.
 */
public interface ContextFields {
    /** A number. */
    long number(long value);

    /** A flag. */
    default boolean flag(boolean value) {
        return number(value ? 1 : 0) != 0;
    }

    /** Numbers, replaced in place when loading. */
    default void numbers(long[] values, int count) {
        for (int index = 0; index < count; index++) {
            values[index] = number(values[index]);
        }
    }
}
