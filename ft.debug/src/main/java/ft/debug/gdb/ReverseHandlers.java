package ft.debug.gdb;

import ft.debug.target.Search;
import ft.debug.target.SystemTarget;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Steps and runs backwards. */
final class ReverseHandlers {
    private final Harts harts;
    private final Optional<Reversal> reversal;
    private final Function<RunHandlers.Going, String> go;

    ReverseHandlers(
            Harts harts, Optional<Reversal> reversal, Function<RunHandlers.Going, String> go) {
        this.harts = harts;
        this.reversal = reversal;
        this.go = go;
    }

    void addTo(Map<String, Session.Handler> handlers) {
        handlers.put("bs", none -> back(until -> Search.forStep(until, harts.selected())));
        handlers.put("bc", none -> back(Search::forPoint));
    }

    private String back(LongFunction<Search> searches) {
        harts.map(); // only what is stopped can go back
        Optional<String> refusal =
                reversal.isEmpty()
                        ? Optional.of("Nothing here keeps the past of a server.")
                        : reversal.get().refusal();
        if (refusal.isPresent()) {
            return Session.error(refusal.get());
        }
        return go.apply(target -> start(reversal.get(), searches, target));
    }

    // It takes its time, and the debugger may leave meanwhile.
    private static void start(
            Reversal reversal, LongFunction<Search> searches, SystemTarget target) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                reversal.back(searches);
                            } catch (InterruptedException e) {
                                target.free();
                            }
                        },
                        "ft-gdb-back");
        thread.setDaemon(true);
        thread.start();
    }
}
