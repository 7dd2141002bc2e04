package ft.copy.checksum;

/**
 * What was configured, as it was written.
 *
 * @param pid where
 */
record Choices(
        String pid,
        String hash,
        String secondSums,
        String order,
        String compareWith,
        int rounds,
        int enough,
        boolean demand,
        int underStop) {
    static Choices of(ChecksumOptions options) {
        return new Choices(
                ChecksumOptions.PID,
                options.hash(),
                options.second_sums(),
                options.order(),
                options.compare_with(),
                options.rounds(),
                options.enough(),
                options.demand(),
                options.under_stop());
    }

    static Choices of(VariantOptions options) {
        return new Choices(
                VariantOptions.PID,
                options.hash(),
                options.second_sums(),
                options.order(),
                options.compare_with(),
                options.rounds(),
                options.enough(),
                options.demand(),
                Integer.MAX_VALUE);
    }
}
