package ft.chipset.server;

import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.fields.StateFields;
import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.api.observer.DeviceLog;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.api.server.Board;
import ft.api.server.CopyLists;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.chipset.boot.BoardLoader;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.controller.view.Fitting;
import ft.chipset.description.Descriptions;
import ft.chipset.description.Options;
import ft.chipset.trace.Tracking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Serves the controllers of one server: parts, guest, records, answers to commands. */
final class HostDesk implements ControllerHost {
    private static final byte[] NOTHING = {};

    private final Parts parts;
    private final CurrentDescription description;
    private final ServerRecords records;
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private final SnapshotDesk snapshots;
    private final HandOverDesk handOvers;
    private final PolicyDesk policies;
    private volatile Runnable onSaved = () -> {};
    private volatile Runnable onStanding = () -> {};
    private final HistoryDesk history;
    private final List<GuestProgram> programs = new CopyOnWriteArrayList<>();
    private final Map<Integer, Part<CpuSubsystemFactory>> boards = new ConcurrentHashMap<>();
    private volatile Optional<Answers> answers = Optional.empty();
    private volatile GuestProgram guest;
    private final Map<Integer, List<DeviceTreeNode>> devices = new ConcurrentSkipListMap<>();
    private volatile byte[] tree;

    /** A command that waits for its outcome. */
    record Ticket(long id, CompletableFuture<String> future) {}

    HostDesk(Parts parts, CurrentDescription description, ServerRecords records) {
        this.parts = parts;
        this.description = description;
        this.records = records;
        snapshots = new SnapshotDesk(description, this::state);
        policies = new PolicyDesk(parts);
        handOvers = new HandOverDesk(() -> description.now().systems());
        history = new HistoryDesk(records.output());
    }

    /** Who hears what devices log. */
    DeviceLog deviceLog() {
        return records.deviceLogs();
    }

    /** What the server knows beside its systems. */
    void state(StateFields fields) {
        fields.version(1);
        guestState(fields);
        tickets.accumulateAndGet(fields.number("tickets", tickets.get()), Math::max);
        reports.set(fields.number("reports", reports.get()));
        records.state(fields.part("records", this));
        history.state(fields.part("history", this));
    }

    private void guestState(StateFields fields) {
        GuestProgram now = guest == null ? new GuestProgram("", NOTHING, "") : guest;
        GuestProgram loaded =
                new GuestProgram(
                        fields.text("guest.name", now.name()),
                        fields.bytes("guest.image", now.image()),
                        fields.text("guest.arguments", now.arguments()),
                        fields.bytes("guest.sbi", now.sbi()),
                        fields.bytes("guest.initrd", now.initrd()));
        if (fields.isLoading()) {
            guest = loaded.image().length == 0 ? null : loaded;
        }
    }

    /** The program that the next boot starts. */
    Optional<GuestProgram> guest() {
        return Optional.ofNullable(guest);
    }

    SnapshotDesk snapshots() {
        return snapshots;
    }

    HandOverDesk handOvers() {
        return handOvers;
    }

    /** Says what is done when all controllers stand still to hand over. */
    void onStanding(Runnable runnable) {
        onStanding = runnable;
    }

    /** Says how the controllers are told that a snapshot is taken. */
    void onSaved(Runnable runnable) {
        onSaved = runnable;
    }

    @Override
    public void save(int system, long clock, List<Long> numbers, Consumer<StateFields> names) {
        List<Long> moves = numbers.stream().filter(handOvers::wants).toList();
        List<Long> saves = numbers.stream().filter(number -> !moves.contains(number)).toList();
        boolean saved = saves.isEmpty() || snapshots.save(system, clock, saves, names);
        if (!moves.isEmpty()) {
            if (handOvers.stands(moves)) {
                onStanding.run();
            }
        } else if (saved) {
            onSaved.run();
        }
    }

    @Override
    public void configured(ServerDescription now) {
        description.set(now);
    }

    @Override
    public Verdict decide(Moment now, String policy, Disagreement seen) {
        return policies.decide(now, policy, seen);
    }

    @Override
    public HistoryDesk history() {
        return history;
    }

    /** Whether what happens is told to nobody, because it has happened before. */
    void mute(boolean quiet) {
        records.mute(quiet);
    }

    /** The programs that were booted so far; their numbers count from 1. */
    List<GuestProgram> programs() {
        return List.copyOf(programs);
    }

    /** Answers the machine as it was answered before, or, with nothing, as things are. */
    void answer(Optional<Answers> likeThese) {
        answers = likeThese;
    }

    void guest(GuestProgram program) {
        guest = program;
    }

    @Override
    public void devices(int system, List<DeviceTreeNode> nodes) {
        devices.put(system, List.copyOf(nodes));
    }

    Ticket ticket() {
        Ticket ticket = new Ticket(tickets.incrementAndGet(), new CompletableFuture<>());
        open.put(ticket.id, ticket.future);
        return ticket;
    }

    /** The machine is about to be another one. */
    void renewed(String why) {
        cancelAll(why);
        records.off();
        tree = null;
    }

    /** Nobody is going to answer any more. */
    void cancelAll(String why) {
        cancelAll(new ServerException(why));
    }

    private void cancelAll(ServerException why) {
        open.values().forEach(future -> future.completeExceptionally(why));
        open.clear();
        snapshots.cancelAll(why);
        handOvers.cancelAll(why);
    }

    /** A controller failed: a defect of this program, told as such. */
    void broken(Throwable cause) {
        ServerException defect =
                new ServerException(
                        "The FT controller of server "
                                + description.now().name()
                                + " failed, which is a defect in it: "
                                + cause,
                        cause);
        for (int i = 0; i < description.now().systems(); i++) {
            SystemStatus last = records.status(i);
            if (last != null) {
                records.status(last.troubledBy(defect.getMessage()));
            }
        }
        System.getLogger("ft.chipset").log(System.Logger.Level.ERROR, defect.getMessage(), cause);
        cancelAll(defect);
    }

    /** Whether any system has power. */
    boolean isPowered() {
        for (int i = 0; i < description.now().systems(); i++) {
            SystemStatus status = records.status(i);
            if (status != null && status.state() != SystemState.OFF) {
                return true;
            }
        }
        return false;
    }

    /** What the CPU board of a system was made by last; null if it never had one. */
    Part<CpuSubsystemFactory> board(int system) {
        return boards.get(system);
    }

    @Override
    public CpuSubsystem newCpuSubsystem(int system, Fitting wanted, Consumer<String> remark)
            throws ServerException {
        Part<CpuSubsystemFactory> processor = processor(wanted, remark);
        CpuSubsystem made = make(system, processor.service());
        boards.put(system, processor);
        return made;
    }

    /** A version may go after it was fitted, by hand: a server without boards helps nobody then. */
    private Part<CpuSubsystemFactory> processor(Fitting wanted, Consumer<String> remark)
            throws ServerException {
        if (wanted.equals(Fitting.NONE)) {
            return parts.processor(description.now().processor(), "");
        }
        try {
            return parts.processor(wanted.bundle(), wanted.version());
        } catch (ServerException e) {
            Part<CpuSubsystemFactory> other = parts.processor(description.now().processor(), "");
            remark.accept(
                    String.format(
                            "%s is not installed any more; the CPU board comes from %s %s",
                            wanted, other.bundle(), other.version()));
            return other;
        }
    }

    /**
     * Refuses what takes a part that is not installed.
     *
     * @throws ServerException with one sentence
     */
    void check(long clock, Operation operation) throws ServerException {
        if (operation instanceof Operation.Fit fit) {
            parts.processor(fit.bundle(), fit.version());
        } else if (operation instanceof Operation.Configure change
                && change.option().equals(Options.IO_MISMATCH)) {
            requirePolicy(change.value());
        } else if (clock == 0 && needsBoard(operation)) {
            // For what is planned there is time; a board that is not there then is a failed one.
            parts.processor(description.now().processor(), "");
        }
    }

    /**
     * Requires that a comparator policy is installed; names of those that come along in any case.
     */
    void requirePolicy(String name) throws ServerException {
        parts.requirePolicy(Descriptions.policy(name));
    }

    private static boolean needsBoard(Operation operation) {
        return operation instanceof Operation.PowerOn
                || operation instanceof Operation.Insert insert && insert.board() == Board.CPU;
    }

    private CpuSubsystem make(int system, CpuSubsystemFactory processor) throws ServerException {
        try {
            return processor.create(
                    new CpuDescription(
                            description.now().harts(),
                            description.now().memoryBytes(),
                            description.now().cyclesPerTick(),
                            Tracking.of(description.now()).granuleBytes(),
                            description.now().engine(system)));
        } catch (IllegalArgumentException e) {
            throw new ServerException(e.getMessage(), e);
        }
    }

    @Override
    public Boot load(Moment now, CpuSubsystem cpu) throws ServerException {
        records.boot();
        GuestProgram program = answers.flatMap(each -> each.program(now)).orElse(guest);
        history.booted(now, number(program));
        byte[] told = BoardLoader.tree(program, cpu, allDevices());
        tree = told;
        return BoardLoader.load(program, cpu, told);
    }

    private List<DeviceTreeNode> allDevices() {
        return devices.values().stream().flatMap(List::stream).toList();
    }

    private int number(GuestProgram program) {
        if (!programs.contains(program)) {
            programs.add(program);
        }
        return programs.indexOf(program) + 1;
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
        try (CpuSubsystem cpu =
                make(0, parts.processor(description.now().processor(), "").service())) {
            return BoardLoader.tree(guest, cpu, present);
        }
    }

    @Override
    public Optional<NamedStrategy> strategy(Moment now, String name) {
        Optional<String> asked =
                answers.map(each -> each.strategy(now, name)).orElse(Optional.of(name));
        Optional<NamedStrategy> found = asked.flatMap(parts::strategy);
        String got = found.map(NamedStrategy::name).orElse("");
        if (!got.equals(name)) {
            history.replaced(now, name, got);
        }
        return found;
    }

    @Override
    public boolean isInstalled(Moment now, NamedStrategy strategy) {
        boolean gone =
                answers.map(each -> each.isWithdrawn(now)).orElse(false)
                        || !parts.isInstalled(strategy);
        if (gone) {
            history.withdrawn(now, strategy.name());
        }
        return !gone;
    }

    @Override
    public void event(ServerEvent event) {
        records.events().add(event);
    }

    /** Numbers follow the order in which resynchronizations end, whichever system drove them. */
    @Override
    public void report(ResyncReport report) {
        ResyncReport numbered = report.numbered((int) reports.incrementAndGet());
        records.reports().add(numbered, description.now().systems());
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
