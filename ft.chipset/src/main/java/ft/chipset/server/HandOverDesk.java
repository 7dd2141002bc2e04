package ft.chipset.server;

import ft.api.server.HandOver;
import ft.api.server.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Who waits for a server to move to other parts, and which controllers stand still for it. */
final class HandOverDesk {
    private final IntSupplier systems;
    private final Map<Long, CompletableFuture<HandOver>> wanted = new ConcurrentHashMap<>();
    private List<Long> served = List.of();
    private int standing;

    /** Of a server with so many systems. */
    HandOverDesk(IntSupplier systems) {
        this.systems = systems;
    }

    /**
     * Somebody wants it.
     *
     * @param number by which the controllers are told
     * @param future completes with it
     */
    record Wish(long number, CompletableFuture<HandOver> future) {}

    /** Somebody wants it, by a number. */
    Wish want(long number) {
        CompletableFuture<HandOver> future = new CompletableFuture<>();
        wanted.put(number, future);
        return new Wish(number, future);
    }

    /** Whether that is what this number is for. */
    boolean wants(long number) {
        return wanted.containsKey(number);
    }

    /**
     * A controller stands still until all do.
     *
     * @param numbers for whom, the same for every controller
     * @return whether it is the last one
     */
    synchronized boolean stands(List<Long> numbers) {
        served = List.copyOf(numbers);
        standing = (standing + 1) % systems.getAsInt();
        return standing == 0;
    }

    /** It was done for those for whom the controllers stood still. */
    void done(HandOver how) {
        take(served()).forEach(future -> future.complete(how));
    }

    /** It could not be done for them. */
    void failed(ServerException why) {
        take(served()).forEach(future -> future.completeExceptionally(why));
    }

    /** Nobody is going to do it any more. */
    void cancelAll(ServerException why) {
        synchronized (this) {
            standing = 0;
        }
        take(List.copyOf(wanted.keySet())).forEach(future -> future.completeExceptionally(why));
    }

    private synchronized List<Long> served() {
        return served;
    }

    private List<CompletableFuture<HandOver>> take(List<Long> numbers) {
        List<CompletableFuture<HandOver>> all = new ArrayList<>();
        for (Long number : numbers) {
            CompletableFuture<HandOver> future = wanted.remove(number);
            if (future != null) {
                all.add(future);
            }
        }
        return all;
    }
}
