package ft.copy.checksum;

import com.google.common.collect.ImmutableSortedMap;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;
import ft.copy.checksum.Method.Closing;
import ft.copy.checksum.Method.Detector;
import java.util.Collection;

/**
 * The options of one session, checked.
 *
 * @param method what the strategy is put together of
 * @param summary makes summaries
 * @param kind what the DMA engine calls that summary; null if it does not know it
 * @param interleaved whether a page's second sum follows its copy, rather than the whole copy
 * @param quietFirst whether pages that are being written are copied last
 * @param sumOfCopy whether the second sum is compared with one of the bytes that were copied
 * @param rounds how often changed pages are copied again before the stop
 * @param enough number of changed pages that is worth no further round
 * @param demand whether pages of list 35 are verified before they are first used
 * @param underStop most pages that are copied under stop
 */
record Settings(
        Method method,
        Summary.Function summary,
        SummaryKind kind,
        boolean interleaved,
        boolean quietFirst,
        boolean sumOfCopy,
        int rounds,
        int enough,
        boolean demand,
        int underStop) {
    private static final ImmutableSortedMap<String, Boolean> SECOND_SUMS =
            ImmutableSortedMap.of("deferred", false, "interleaved", true);
    private static final ImmutableSortedMap<String, Boolean> ORDERS =
            ImmutableSortedMap.of("ascending", false, "quiet-first", true);
    private static final ImmutableSortedMap<String, Boolean> COMPARED_WITH =
            ImmutableSortedMap.of("copied", true, "first", false);

    /**
     * Checks what was configured.
     *
     * @throws IllegalArgumentException with a sentence for users
     */
    static Settings of(Method method, Choices choices) {
        String pid = choices.pid();
        String hash = choices.hash();
        known(pid, "hash", hash, Summaries.named(hash), Summaries.names());
        if (method.closing() == Closing.THIRD_SUMS) {
            // Each side makes its own third sums, so its engine has to know how.
            known(pid, "hash", hash, Summaries.kind(hash), Summaries.namesByEngine());
        }
        return new Settings(
                method,
                Summaries.named(hash),
                Summaries.kind(hash),
                known(pid, "second.sums", choices.secondSums(), SECOND_SUMS),
                known(pid, "order", choices.order(), ORDERS),
                known(pid, "compare.with", choices.compareWith(), COMPARED_WITH)
                        || method.needsSumOfCopy(),
                method.iterates() ? natural(pid, "rounds", choices.rounds()) : 0,
                natural(pid, "enough", choices.enough()),
                choices.demand() || method.demands(),
                method.postpones()
                        ? natural(pid, "under.stop", choices.underStop())
                        : Integer.MAX_VALUE);
    }

    Detection detection(CopyEnvironment environment) {
        return method.detector() == Detector.CONTENT
                ? new ContentDetection(environment)
                : new SumDetection(environment.pages(), summary.open(environment));
    }

    Window window(CopyEnvironment environment) {
        return method.closing().open(environment, kind);
    }

    /** The meaning of a value. */
    static <T> T known(
            String pid, String option, String value, ImmutableSortedMap<String, T> meanings) {
        return known(pid, option, value, meanings.get(value), meanings.keySet());
    }

    private static <T> T known(
            String pid, String option, String value, T meaning, Collection<String> names) {
        if (meaning == null) {
            throw new IllegalArgumentException(
                    "Option %s of %s is \"%s\", which is not known here; known are %s"
                            .formatted(option, pid, value, String.join(", ", names)));
        }
        return meaning;
    }

    private static int natural(String pid, String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "Option %s of %s is %d; it must not be below 0".formatted(option, pid, value));
        }
        return value;
    }
}
