package ft.chipset.server;

import ft.api.io.SlotDescription;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import ft.chipset.controller.FtController;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What guest and devices of a server do, for somebody who wants to see it. Any thread. */
final class GuestTrace {
    private final ServerDescription description;
    private final LazyMachine machine;
    private Running running;

    GuestTrace(ServerDescription description, LazyMachine machine) {
        this.description = description;
        this.machine = machine;
    }

    /** See {@link ft.api.server.FtServer#trace}. */
    synchronized AutoCloseable begin(TraceFilter filter, Consumer<TraceEvent> listener)
            throws ServerException {
        if (running != null) {
            throw new ServerException(
                    "Server " + description.name() + " is being traced already; end that first");
        }
        checkSlots(filter);
        Machine now = machine.build();
        running = new Running(now, filter, listener);
        return running;
    }

    private void checkSlots(TraceFilter filter) throws ServerException {
        List<String> known = description.slots().stream().map(SlotDescription::name).toList();
        List<String> wanted = new ArrayList<>(filter.levels().keySet());
        if (!filter.slot().isEmpty()) {
            wanted.add(filter.slot());
        }
        for (String slot : wanted) {
            if (!known.contains(slot)) {
                throw new ServerException(
                        "There is no slot '"
                                + slot
                                + "'; the slots are "
                                + String.join(", ", known));
            }
        }
    }

    private synchronized void end(Running ended) {
        if (running == ended) {
            running = null;
        }
    }

    /** A trace that has begun and not ended. */
    private final class Running implements AutoCloseable {
        private final Machine traced;
        private volatile boolean ended;

        Running(Machine traced, TraceFilter filter, Consumer<TraceEvent> listener) {
            this.traced = traced;
            Consumer<TraceEvent> guarded =
                    event -> {
                        if (!ended) {
                            listener.accept(event);
                        }
                    };
            List<CompletableFuture<Void>> installed = new ArrayList<>();
            for (FtController controller : traced.controllers()) {
                installed.add(traced.ask(controller, asked -> install(asked, filter, guarded)));
            }
            installed.forEach(CompletableFuture::join);
        }

        private Void install(
                FtController controller, TraceFilter filter, Consumer<TraceEvent> listener) {
            int system = traced.controllers().indexOf(controller);
            boolean here = filter.system().isEmpty() || filter.system().getAsInt() == system;
            if (here
                    && (filter.kinds().contains(TraceKind.DEVICES) || !filter.levels().isEmpty())) {
                controller.io().probe(new DeviceTrace(system, filter, listener));
            }
            return null;
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                traced.askAll(GuestTrace::remove);
                end(this);
            }
        }
    }

    private static Void remove(FtController controller) {
        controller.io().probe(null);
        return null;
    }
}
