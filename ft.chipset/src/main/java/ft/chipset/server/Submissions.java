package ft.chipset.server;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Keeps orders in the order of their submission, also behind one that needs something from the
 * controllers first: of two for the same clock, the first submitted is carried out first.
 *
 * <p><b>Threading:</b> any thread.
 */
final class Submissions {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /** Places an order behind those before it. */
    <T> CompletableFuture<T> place(Supplier<CompletableFuture<T>> order) {
        return place(() -> CompletableFuture.completedFuture(null), order);
    }

    /**
     * Places an order behind those before it, when its preparation has ended.
     *
     * @return completes with the order; exceptionally, without it, when the preparation failed
     */
    synchronized <T> CompletableFuture<T> place(
            Supplier<CompletableFuture<?>> preparation, Supplier<CompletableFuture<T>> order) {
        CompletableFuture<CompletableFuture<T>> placed =
                last.thenCompose(before -> preparation.get()).thenApply(ready -> order.get());
        // What comes later waits for the placing, not for the outcome.
        last = placed.handle((outcome, failure) -> null);
        return placed.thenCompose(outcome -> outcome);
    }
}
