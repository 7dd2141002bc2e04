package ft.chipset.server;

import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.guest.GuestProgram;
import ft.api.server.CopyLists;
import ft.api.server.InjectedFault;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.chipset.boot.BoardLoader;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.trace.Tracking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Serves the controllers of one server: parts, guest, records, answers to commands. */
final class HostDesk implements ControllerHost {
    private final Parts parts;
    private final ServerDescription description;
    private final ServerRecords records;
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private volatile GuestProgram guest;
    private volatile List<DeviceTreeNode> devices = List.of();
    private volatile byte[] tree;

    /** A command that waits for its outcome. */
    record Ticket(long id, CompletableFuture<String> future) {}

    HostDesk(Parts parts, ServerDescription description, ServerRecords records) {
        this.parts = parts;
        this.description = description;
        this.records = records;
    }

    void guest(GuestProgram program) {
        guest = program;
    }

    void devices(List<DeviceTreeNode> nodes) {
        devices = nodes;
    }

    Ticket ticket() {
        Ticket ticket = new Ticket(tickets.incrementAndGet(), new CompletableFuture<>());
        open.put(ticket.id, ticket.future);
        return ticket;
    }

    /** Nobody is going to answer any more. */
    void cancelAll() {
        ServerException closed = new ServerException("The server was closed");
        open.values().forEach(future -> future.completeExceptionally(closed));
        open.clear();
    }

    /** A controller failed: a defect of this program, told as such. */
    void broken(Throwable cause) {
        ServerException defect =
                new ServerException(
                        "The FT controller of server "
                                + description.name()
                                + " failed, which is a defect in it: "
                                + cause,
                        cause);
        for (int i = 0; i < description.systems(); i++) {
            SystemStatus last = records.status(i);
            if (last != null) {
                records.status(last.troubledBy(defect.getMessage()));
            }
        }
        System.getLogger("ft.chipset").log(System.Logger.Level.ERROR, defect.getMessage(), cause);
        open.values().forEach(future -> future.completeExceptionally(defect));
        open.clear();
    }

    @Override
    public CpuSubsystem newCpuSubsystem() throws ServerException {
        try {
            return parts.processor(description.processor())
                    .create(
                            new CpuDescription(
                                    description.harts(),
                                    description.memoryBytes(),
                                    description.cyclesPerTick(),
                                    Tracking.of(description).granuleBytes()));
        } catch (IllegalArgumentException e) {
            throw new ServerException(e.getMessage(), e);
        }
    }

    @Override
    public Boot load(CpuSubsystem cpu) throws ServerException {
        records.boot();
        byte[] told = BoardLoader.tree(guest, cpu, devices);
        tree = told;
        return BoardLoader.load(guest, cpu, told);
    }

    /**
     * The device tree of the last boot; before the first one, of a board with these devices.
     *
     * @throws ServerException with one sentence when there is no processor
     */
    byte[] deviceTree(List<DeviceTreeNode> present) throws ServerException {
        byte[] told = tree;
        if (told != null) {
            return told.clone();
        }
        try (CpuSubsystem cpu = newCpuSubsystem()) {
            return BoardLoader.tree(guest, cpu, present);
        }
    }

    @Override
    public Optional<NamedStrategy> strategy(String name) {
        return parts.strategy(name);
    }

    @Override
    public boolean isInstalled(NamedStrategy strategy) {
        return parts.isInstalled(strategy);
    }

    @Override
    public void event(ServerEvent event) {
        records.events().add(event);
    }

    @Override
    public void report(ResyncReport report) {
        records.report(report.numbered((int) reports.incrementAndGet()));
    }

    @Override
    public void lists(CopyLists lists) {
        records.lists(lists);
    }

    @Override
    public void progress(ResyncProgress progress) {
        records.progress(progress);
    }

    @Override
    public void status(SystemStatus status) {
        records.status(status);
    }

    @Override
    public void faults(List<InjectedFault> faults) {
        records.faults(faults);
    }

    @Override
    public void outcome(long command, String text, boolean refused) {
        CompletableFuture<String> future = open.remove(command);
        if (future == null) {
            return;
        }
        if (refused) {
            future.completeExceptionally(new ServerException(text));
        } else {
            future.complete(text);
        }
    }

    @Override
    public void serviceLost(long clock, String cause) {
        records.serviceLost(clock, cause);
    }

    @Override
    public void serviceIsBack() {
        records.serviceIsBack();
    }

    @Override
    public void guestExit(String how) {
        records.guestExit(how);
    }
}
