package ft.copy.checksum;

import java.lang.annotation.Annotation;

/** Options as the configuration would give them. */
record Options(
        String hash,
        String second_sums,
        String order,
        String compare_with,
        int rounds,
        int enough,
        boolean demand,
        int under_stop)
        implements ChecksumOptions {
    static Options defaults() {
        return new Options(
                (String) defaultOf("hash"),
                (String) defaultOf("second_sums"),
                (String) defaultOf("order"),
                (String) defaultOf("compare_with"),
                (int) defaultOf("rounds"),
                (int) defaultOf("enough"),
                (boolean) defaultOf("demand"),
                (int) defaultOf("under_stop"));
    }

    Options hash(String name) {
        return new Options(
                name, second_sums, order, compare_with, rounds, enough, demand, under_stop);
    }

    Options secondSums(String when) {
        return new Options(hash, when, order, compare_with, rounds, enough, demand, under_stop);
    }

    Options interleaved() {
        return secondSums("interleaved");
    }

    Options order(String name) {
        return new Options(
                hash, second_sums, name, compare_with, rounds, enough, demand, under_stop);
    }

    Options ascending() {
        return order("ascending");
    }

    Options compareWith(String name) {
        return new Options(hash, second_sums, order, name, rounds, enough, demand, under_stop);
    }

    Options rounds(int most, int few) {
        return new Options(hash, second_sums, order, compare_with, most, few, demand, under_stop);
    }

    Options demand(boolean on) {
        return new Options(hash, second_sums, order, compare_with, rounds, enough, on, under_stop);
    }

    Options underStop(int most) {
        return new Options(hash, second_sums, order, compare_with, rounds, enough, demand, most);
    }

    private static Object defaultOf(String option) {
        try {
            return ChecksumOptions.class.getMethod(option).getDefaultValue();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return ChecksumOptions.class;
    }
}
