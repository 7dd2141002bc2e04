package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
    private final Submissions submissions = new Submissions();
    private final List<String> placed = new ArrayList<>();

    private CompletableFuture<String> place(String order) {
        return submissions.place(() -> done(order));
    }

    private CompletableFuture<String> done(String order) {
        placed.add(order);
        return CompletableFuture.completedFuture(order);
    }

    @Test
    void anOrderIsPlacedAtOnceWhereNothingIsWaitedFor() {
        assertThat(place("pull").join()).isEqualTo("pull");
        assertThat(placed).containsExactly("pull");
    }

    @Test
    void ordersBehindOneThatNeedsSomethingKeepTheirOrder() {
        CompletableFuture<Void> trees = new CompletableFuture<>();
        submissions.place(() -> trees, () -> done("insert"));
        CompletableFuture<String> second = place("inject");
        CompletableFuture<String> third = place("sync");
        assertThat(placed).isEmpty();
        trees.complete(null);
        assertThat(placed).containsExactly("insert", "inject", "sync");
        assertThat(second).isCompletedWithValue("inject");
        assertThat(third).isCompletedWithValue("sync");
    }

    @Test
    void anOrderWaitsForThePlacingOfAnotherNotForItsOutcome() {
        submissions.place(CompletableFuture<String>::new);
        assertThat(place("pull")).isCompletedWithValue("pull");
    }

    @Test
    void aFailedPreparationIsToldAndDelaysNobody() {
        CompletableFuture<String> insert =
                submissions.place(
                        () -> CompletableFuture.failedFuture(new IllegalStateException("closed")),
                        () -> done("insert"));
        assertThat(insert).isCompletedExceptionally();
        assertThat(place("pull").join()).isEqualTo("pull");
        assertThat(placed).containsExactly("pull");
    }
}
