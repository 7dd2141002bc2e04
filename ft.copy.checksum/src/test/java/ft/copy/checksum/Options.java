package ft.copy.checksum;

import java.lang.annotation.Annotation;

/** Options as the configuration would give them. */
record Options(String hash, String second_sums, String order) implements ChecksumOptions {
    static Options defaults() {
        return new Options(defaultOf("hash"), defaultOf("second_sums"), defaultOf("order"));
    }

    Options hash(String name) {
        return new Options(name, second_sums, order);
    }

    Options interleaved() {
        return new Options(hash, "interleaved", order);
    }

    Options ascending() {
        return new Options(hash, second_sums, "ascending");
    }

    private static String defaultOf(String option) {
        try {
            return (String) ChecksumOptions.class.getMethod(option).getDefaultValue();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return ChecksumOptions.class;
    }
}
