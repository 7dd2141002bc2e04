package ft.copy.trace;

import java.lang.annotation.Annotation;

/** Options as the configuration would give them. */
record Options(int rounds, int enough) implements TraceOptions {
    static Options defaults() {
        try {
            return new Options(
                    (int) TraceOptions.class.getMethod("rounds").getDefaultValue(),
                    (int) TraceOptions.class.getMethod("enough").getDefaultValue());
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return TraceOptions.class;
    }
}
