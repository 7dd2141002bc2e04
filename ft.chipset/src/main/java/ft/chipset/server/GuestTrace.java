package ft.chipset.server;

import ft.api.cpu.Disassembler;
import ft.api.io.SlotDescription;
import ft.api.observer.DeviceProbe;
import ft.api.server.ServerException;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.chipset.controller.FtController;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What guest and devices of a server do, for somebody who wants to see it. Any thread. */
final class GuestTrace {
    private final CurrentDescription description;
    private final Parts parts;
    private final LazyMachine machine;
    private final DeviceLogs logs;
    private Running running;

    GuestTrace(CurrentDescription description, Parts parts, LazyMachine machine, DeviceLogs logs) {
        this.description = description;
        this.parts = parts;
        this.machine = machine;
        this.logs = logs;
    }

    /** See {@link ft.api.server.FtServer#trace}. */
    synchronized AutoCloseable begin(TraceFilter filter, Consumer<TraceEvent> listener)
            throws ServerException {
        if (running != null) {
            throw new ServerException(
                    "Server "
                            + description.now().name()
                            + " is being traced already; end that first");
        }
        checkSlots(filter);
        Machine now = machine.build();
        Disassembler words =
                parts.processor(description.now().processor(), "").service().disassembler();
        Running begun = new Running();
        begun.install(now, filter, words, listener);
        running = begun;
        return begun;
    }

    private void checkSlots(TraceFilter filter) throws ServerException {
        List<String> known = description.now().slots().stream().map(SlotDescription::name).toList();
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

    /** Another machine has taken the place of the one that is traced. */
    private synchronized void replaced(Machine next) {
        if (running != null) {
            running.listen(next);
        }
    }

    /** A trace that has begun and not ended. */
    private final class Running implements AutoCloseable {
        private final Map<Integer, DeviceTrace> devices = new HashMap<>();
        private final Map<Integer, ExecutionTrace> executions = new HashMap<>();
        private AutoCloseable listening = () -> {};
        private volatile boolean ended;

        /** Hears from everybody who has something to tell, when it comes back. */
        void install(
                Machine traced,
                TraceFilter filter,
                Disassembler words,
                Consumer<TraceEvent> listener) {
            Consumer<TraceEvent> guarded =
                    event -> {
                        if (!ended) {
                            listener.accept(event);
                        }
                    };
            for (int i = 0; i < description.now().systems(); i++) {
                int system = i;
                if (filter.system().isPresent() && filter.system().getAsInt() != system) {
                    continue;
                }
                if (DeviceTrace.isWanted(filter)) {
                    devices.put(system, new DeviceTrace(system, filter, guarded));
                }
                if (ExecutionTrace.isWanted(filter)) {
                    ExecutionTrace trace =
                            new ExecutionTrace(
                                    system,
                                    description.now().quantum(),
                                    filter,
                                    words,
                                    filter.system().isPresent()
                                            ? () -> true
                                            : () -> isInService(system),
                                    guarded);
                    executions.put(system, trace);
                    traced.controllers().get(system).executionObservers().add(trace);
                }
            }
            if (!filter.levels().isEmpty()) {
                listening = logs.listen(new LogTrace(description.now().slots(), filter, guarded));
            }
            listen(traced).forEach(CompletableFuture::join);
        }

        /** Looks at the devices of a machine from its next boundary on. */
        private List<CompletableFuture<Boolean>> listen(Machine traced) {
            List<CompletableFuture<Boolean>> installed = new ArrayList<>();
            devices.forEach(
                    (system, trace) ->
                            installed.add(
                                    traced.ask(
                                            traced.controllers().get(system),
                                            asked -> probe(asked, trace))));
            return installed;
        }

        /** Called by the thread of a controller. */
        private boolean isInService(int system) {
            Machine now = machine.now();
            return now != null && now.controllers().get(system).isInService();
        }

        @Override
        public void close() throws Exception {
            if (ended) {
                return;
            }
            ended = true;
            listening.close();
            Machine now = machine.now(); // maybe another one than it began with
            if (now != null) {
                now.askAll(controller -> probe(controller, null));
                executions.forEach(
                        (system, trace) ->
                                now.controllers().get(system).executionObservers().remove(trace));
            }
            end(this);
        }
    }

    private static boolean probe(FtController controller, DeviceProbe probe) {
        controller.io().probe(probe);
        return true;
    }
}
