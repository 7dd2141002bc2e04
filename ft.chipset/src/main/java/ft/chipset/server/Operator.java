package ft.chipset.server;

import ft.api.board.DeviceTreeNode;
import ft.api.history.Moment;
import ft.api.server.HandOver;
import ft.api.server.Operation;
import ft.api.server.Probe;
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
import java.util.function.Supplier;

/** What an operator asks of a server, on its way to the controllers. Any thread. */
final class Operator {
    private final CurrentDescription description;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final ServerRecords records;
    private final Player player;
    private final Supplier<List<StrategyStatus>> strategies;
    private final Submissions submissions = new Submissions();
    private volatile Supplier<CompletableFuture<?>> preparation =
            () -> CompletableFuture.completedFuture(null);

    Operator(
            CurrentDescription description,
            LazyMachine machine,
            HostDesk desk,
            ServerRecords records,
            Player player,
            Supplier<List<StrategyStatus>> strategies) {
        this.description = description;
        this.machine = machine;
        this.desk = desk;
        this.records = records;
        desk.onSaved(this::saved);
        this.player = player;
        this.strategies = strategies;
    }

    /**
     * Submits an operation.
     *
     * @param hasGuest whether there is a guest to boot
     */
    CompletableFuture<String> submit(long clock, Operation operation, boolean hasGuest) {
        try {
            machine.build();
            player.requireLive();
            OperationCheck.check(operation, description.now(), hasGuest, strategies.get());
            desk.check(clock, operation);
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        return submissions.place(
                preparation, () -> order(clock, operation.system(), (Record) operation));
    }

    /** Says what has to be done before an order is given. */
    void beforeOrders(Supplier<CompletableFuture<?>> newPreparation) {
        preparation = newPreparation;
    }

    /** Does something behind the orders that were given before. */
    <T> CompletableFuture<T> inOrder(Supplier<CompletableFuture<T>> action) {
        return submissions.place(action);
    }

    /** Gives an order of the server itself, at the next boundary. */
    CompletableFuture<String> carryOut(Operation operation) {
        try {
            player.requireLive();
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        return order(0, operation.system(), (Record) operation);
    }

    /** Writes a note into the event log, unless there is no machine. */
    void note(String text) {
        if (machine.now() != null) {
            order(0, 0, FtController.note(text));
        }
    }

    /**
     * Requires that a copy strategy is installed.
     *
     * @param name its name; empty for none
     * @throws ServerException with one sentence if it is not
     */
    void requireStrategy(String name) throws ServerException {
        if (!name.isEmpty()) {
            OperationCheck.checkStrategy(name, strategies.get());
        }
    }

    /**
     * Requires that a comparator policy is installed.
     *
     * @throws ServerException with one sentence if it is not
     */
    void requirePolicy(String name) throws ServerException {
        desk.requirePolicy(name);
    }

    /** Of the machine there is now, which may be another one than when it was asked for. */
    private CompletableFuture<String> order(long clock, int system, Record order) {
        try {
            return order(machine.build(), clock, system, order);
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
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
        return submissions.place(preparation, () -> holdNow(clock, question));
    }

    private <T> CompletableFuture<T> holdNow(
            long clock, Function<Machine, CompletableFuture<T>> question) {
        try {
            Machine now = machine.build();
            return order(now, clock, 0, FtController.hold())
                    .thenCompose(held -> question.apply(now));
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * A server that stands still.
     *
     * @param moment where
     * @param probe what it is then; empty if no system is online
     */
    record Standing(Moment moment, Optional<Probe> probe) {}

    /** How the server is, if it stands still. */
    CompletableFuture<Optional<Standing>> standing() {
        Machine now = machine.now();
        if (now == null) {
            return CompletableFuture.completedFuture(
                    Optional.of(new Standing(Moment.BEGINNING, Optional.empty())));
        }
        return now.askAll(One::of).thenApply(this::standing);
    }

    /** One system; without digests if it runs. */
    private record One(boolean stands, Moment moment, Optional<Inspection.Digest> digest) {
        static One of(FtController controller) {
            boolean stands = controller.standsStill();
            return new One(
                    stands,
                    controller.moment(),
                    stands ? controller.inspection().digest() : Optional.empty());
        }
    }

    private Optional<Standing> standing(List<One> all) {
        Moment moment = all.get(0).moment;
        if (!all.stream().allMatch(one -> one.stands && one.moment.equals(moment))) {
            return Optional.empty();
        }
        List<Optional<Inspection.Digest>> digests = all.stream().map(One::digest).toList();
        boolean online = digests.stream().anyMatch(Optional::isPresent);
        return Optional.of(
                new Standing(moment, online ? Optional.of(probe(digests)) : Optional.empty()));
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
            // A controller asks as well, and must not wait for who waits for its thread to end.
            Machine built = machine.now();
            Machine now = built == null ? machine.build() : built;
            HostDesk.Ticket ticket = desk.ticket();
            CompletableFuture<Snapshot> taken = desk.snapshots().want(ticket.id());
            now.submit(0, clock, ticket.id(), FtController.save(ticket.id()));
            return taken;
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Has the server move to other parts. */
    CompletableFuture<HandOver> handOver(long clock) {
        try {
            Machine now = machine.build();
            player.requireLive();
            HandOverDesk.Wish wish = desk.handOvers().want(desk.ticket().id());
            now.submit(0, clock, wish.number(), FtController.save(wish.number()));
            return wish.future();
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Lets the controllers go on behind a snapshot that was taken. */
    void saved() {
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
