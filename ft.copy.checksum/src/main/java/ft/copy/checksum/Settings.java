package ft.copy.checksum;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;

/**
 * The options of one session, checked.
 *
 * @param hash name of the summary's function
 * @param summary that function
 * @param interleaved whether a page's second sum follows its copy, rather than the whole copy
 * @param quietFirst whether pages that are being written are copied last
 */
record Settings(String hash, Summary.Function summary, boolean interleaved, boolean quietFirst) {
    private static final ImmutableSortedMap<String, Boolean> SECOND_SUMS =
            ImmutableSortedMap.of("deferred", false, "interleaved", true);
    private static final ImmutableSortedMap<String, Boolean> ORDERS =
            ImmutableSortedMap.of("ascending", false, "quiet-first", true);

    /**
     * Checks what was configured.
     *
     * @throws IllegalArgumentException with a sentence for users
     */
    static Settings of(ChecksumOptions options) {
        String hash = options.hash();
        return new Settings(
                hash,
                known("hash", hash, Summaries.named(hash), Summaries.names()),
                known(
                        "second.sums",
                        options.second_sums(),
                        SECOND_SUMS.get(options.second_sums()),
                        SECOND_SUMS.keySet()),
                known("order", options.order(), ORDERS.get(options.order()), ORDERS.keySet()));
    }

    private static <T> T known(String option, String value, T meaning, Collection<String> names) {
        if (meaning == null) {
            throw new IllegalArgumentException(
                    "Option %s of ft.copy.checksum is \"%s\", which is not known; known are %s"
                            .formatted(option, value, String.join(", ", names)));
        }
        return meaning;
    }
}
