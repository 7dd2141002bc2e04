package ft.chipset.server;

import ft.api.board.DeviceTreeNode;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.snapshot.Snapshot;
import ft.chipset.controller.FtController;
import ft.chipset.controller.Inspection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** What an operator asks of a server, on its way to the controllers. Any thread. */
final class Operator {
    private final ServerDescription description;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final ServerRecords records;
    private final Submissions submissions = new Submissions();

    Operator(
            ServerDescription description,
            LazyMachine machine,
            HostDesk desk,
            ServerRecords records) {
        this.description = description;
        this.machine = machine;
        this.desk = desk;
        this.records = records;
        desk.onSaved(this::saved);
    }

    /**
     * Submits an operation.
     *
     * @param hasGuest whether there is a guest to boot
     * @param known strategies that are installed
     */
    CompletableFuture<String> submit(
            long clock, Operation operation, boolean hasGuest, List<StrategyStatus> known) {
        Machine now;
        try {
            now = machine.build();
            OperationCheck.check(operation, description, hasGuest, known);
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (operation instanceof Operation.SelectStrategy select) {
            records.strategy(select.strategy());
        }
        int system = operation.system();
        if (operation instanceof Operation.PowerOn || operation instanceof Operation.Insert) {
            // The device tree is made of what is in the slots when power comes.
            return submissions.place(
                    () -> devices(now).thenAccept(desk::devices),
                    () -> order(now, clock, system, (Record) operation));
        }
        return submissions.place(() -> order(now, clock, system, (Record) operation));
    }

    private static CompletableFuture<List<DeviceTreeNode>> devices(Machine now) {
        return now.askAll(controller -> controller.io().deviceTree())
                .thenApply(trees -> trees.stream().flatMap(List::stream).toList());
    }

    /** See {@link ft.api.server.FtServer#deviceTree}. */
    byte[] deviceTree() throws ServerException {
        return desk.deviceTree(devices(machine.build()).join());
    }

    private CompletableFuture<String> order(Machine now, long clock, int system, Record order) {
        HostDesk.Ticket ticket = desk.ticket();
        now.submit(system, clock, ticket.id(), order);
        return ticket.future();
    }

    /** Holds the guest; the clock at which it is. */
    CompletableFuture<Long> hold(long clock) {
        return hold(clock, now -> now.askAll(FtController::clock))
                .thenApply(clocks -> clocks.get(0)); // all have the same
    }

    /** Holds the guest, and looks at all systems that are online. */
    CompletableFuture<Probe> probe(long clock) {
        return hold(clock, now -> now.askAll(controller -> controller.inspection().digest()))
                .thenApply(this::probe);
    }

    /** Holds the guest, and then asks the controllers something. */
    private <T> CompletableFuture<T> hold(
            long clock, Function<Machine, CompletableFuture<T>> question) {
        try {
            Machine now = machine.build();
            return order(now, clock, 0, FtController.hold())
                    .thenCompose(held -> question.apply(now));
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Probe probe(List<Optional<Inspection.Digest>> systems) {
        List<Inspection.Digest> online =
                systems.stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(Inspection.Digest::mode))
                        .toList();
        if (online.isEmpty()) {
            throw new CompletionException(
                    new ServerException("No system is online, so there is nothing to probe"));
        }
        Inspection.Digest act = online.get(0);
        return new Probe(
                act.clock(),
                act.retired(),
                online.stream().map(Inspection.Digest::memory).toList(),
                online.stream().map(Inspection.Digest::context).toList(),
                records.output().digest(),
                records.output().length());
    }

    /** Takes a snapshot. */
    CompletableFuture<Snapshot> save(long clock) {
        try {
            Machine now = machine.build();
            HostDesk.Ticket ticket = desk.ticket();
            CompletableFuture<Snapshot> taken = desk.snapshots().want(ticket.id());
            now.submit(0, clock, ticket.id(), FtController.save(ticket.id()));
            return taken;
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Lets the controllers go on behind a snapshot that was taken. */
    private void saved() {
        Machine now = machine.now();
        if (now != null) {
            order(now, 0, 0, FtController.saved());
        }
    }

    /** Lets the guest go on. */
    void release() {
        Machine now = machine.now();
        if (now != null) {
            order(now, 0, 0, FtController.release());
        }
    }
}
