package ft.api.server;

import ft.api.guest.GuestProgram;
import ft.api.io.SlotStatus;
import ft.api.observer.BoundaryObserver;
import ft.api.observer.DeviceLog;
import ft.api.observer.ExecutionObserver;
import ft.api.part.PartStatus;
import ft.api.snapshot.Snapshot;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A fault tolerant server: what console, web page and tests see. Registered as a service with the
 * property {@link #NAME} for every server that is described by configuration.
 *
 * <p><b>Threading:</b> every method may be called by any thread. What changes the server takes
 * effect at an instruction boundary; futures complete on a thread of the server, so do not block in
 * their callbacks.
 */
@ProviderType
public interface FtServer extends AutoCloseable {
    /** Service property with the name of the server. */
    String NAME = "ft.server";

    /** What it is made of, with the options that are in force now. */
    ServerDescription description();

    /** Its options: what is in force, what is configured, and what can be changed now. */
    ServerSettings settings();

    /**
     * Changes options. Those that can be changed while the server runs take effect at the next
     * boundary, the others when it starts the next time; while all systems are off, all take effect
     * at once. What was asked for while it was off ({@link #submitAt}, {@link #holdAt}) is answered
     * with a {@link ServerException} when the machine is built anew for that.
     *
     * <p>The configuration of the server, if it has one, is left as it is.
     *
     * @param options names as in the configuration (metatype), values as text; several values are
     *     lines
     * @return completes with a sentence on what is in force now and what waits; completes with
     *     {@link ServerException} when a name or a value is wrong, and then nothing has changed
     */
    CompletableFuture<String> configure(Map<String, String> options);

    /**
     * Sets the program that the next boot starts. Without one, a system that becomes ACT waits.
     *
     * @throws ServerException with one sentence when it is nothing that can be booted, or does not
     *     fit
     */
    void guest(GuestProgram program) throws ServerException;

    /** The program that the next boot starts. */
    Optional<GuestProgram> guest();

    /**
     * The flattened device tree as the guest found it when it was booted last; before the first
     * boot, as it would find it now.
     *
     * @throws ServerException with one sentence when the server cannot be built
     */
    byte[] deviceTree() throws ServerException;

    /**
     * Does something at the next instruction boundary.
     *
     * @return completes when it was done, with a sentence on what happened; completes with {@link
     *     ServerException} when it was refused
     */
    CompletableFuture<String> submit(Operation operation);

    /** The same at the first boundary whose clock is at or above this one. */
    CompletableFuture<String> submitAt(long clock, Operation operation);

    /**
     * Holds the guest at the first boundary whose clock is at or above this one.
     *
     * @return completes with the clock at which it is held
     */
    CompletableFuture<Long> holdAt(long clock);

    /**
     * The same, with digests of what there is then. They take time: all of main storage that was
     * ever written is read, of every system that is online.
     *
     * @return completes with {@link ServerException} when no system is online
     */
    CompletableFuture<Probe> probeAt(long clock);

    /** Lets a held guest go on. */
    void release();

    /**
     * Takes a snapshot at the first boundary whose clock is at or above this one at which no
     * synchronization is under way and no pair is out of step: it waits for the end of that. The
     * guest does not notice; it goes on as it was, running or held.
     *
     * <p>What is asked for and not done yet ({@link #submitAt}) is in it, and so are armed faults;
     * holds, probes and snapshots that somebody waits for are not.
     *
     * @return completes with {@link ServerException} when the server is closed or loaded meanwhile
     */
    CompletableFuture<Snapshot> saveAt(long clock);

    /**
     * Makes this server what another one, or this one, was when a snapshot was taken, in place of
     * what it is. The guest is held; {@link #release} lets it go on, so that whatever has to be
     * asked for at a clock can be before. Events, output and reports are those of the snapshot,
     * listeners and the observer stay. Who waits for this server's answer hears a {@link
     * ServerException}.
     *
     * <p>Description and snapshot may differ in what no guest notices: {@code name}, {@code
     * engine}, {@code paced}, {@code driver}, {@code seed}, in where devices keep things on the
     * host, and in the options that can be changed while a server runs: those are what the snapshot
     * has. The content of disks is part of a snapshot: disk images are overwritten.
     *
     * @throws ServerException with one sentence when the snapshot does not fit this server: which
     *     option differs, which device or bundle is missing or too old. As far as that can be told
     *     before, nothing has changed then; otherwise the server is off
     */
    void load(Snapshot snapshot) throws ServerException;

    /**
     * Moves to the newest parts that are installed now, at the first boundary whose clock is at or
     * above this one at which no synchronization is under way and no pair is out of step: IO boards
     * with their devices, crosslink and FT controllers are made anew and take over the state of
     * those before, and the guest goes on, running or held, without noticing. CPU boards stay as
     * they are: exchange them one after the other. Commands, holds and questions that somebody
     * waits for stay asked.
     *
     * <p>If the new parts cannot take over, the old ones go on. Where a slot has an image file,
     * which two parts cannot have at the same time, that takes an old part that is installed still.
     *
     * @return completes when the guest goes on; with {@link ServerException} when the new parts
     *     could not take over, and why
     */
    CompletableFuture<HandOver> handOverAt(long clock);

    /** The same as soon as it can be. */
    default CompletableFuture<HandOver> handOver() {
        return handOverAt(0);
    }

    /**
     * Tells what guest and devices do from now on; close to stop. One trace at a time. The history
     * of the guest is the same.
     *
     * @param listener called by the threads of the server, one at a time for each system; what it
     *     takes, the guest waits
     * @throws ServerException with one sentence when there is a trace already, or the server cannot
     *     be built
     */
    AutoCloseable trace(TraceFilter filter, Consumer<TraceEvent> listener) throws ServerException;

    /** The systems as they were at the last boundary. */
    List<SystemStatus> systems();

    /**
     * The phase that a resynchronization is in. The events that begin a phase are told before it is
     * shown here, and those that end it when it is not shown any more.
     */
    Optional<ResyncProgress> progress();

    /** The resynchronizations that have ended, oldest first. */
    List<ResyncReport> reports();

    /**
     * The lists of the resynchronization under way, or else of the last one that ended.
     *
     * @return completes at the next boundary; empty if there was no resynchronization since the
     *     machine was built
     */
    CompletableFuture<Optional<CopyLists>> lists();

    /**
     * The faults that were injected, in the order in which they were armed; which of them have
     * struck and which are armed still.
     */
    List<InjectedFault> faults();

    /** The times in which the service was lost, oldest first; the last one may still last. */
    List<Outage> outages();

    /** The copy strategies that are installed. */
    List<StrategyStatus> strategies();

    /** The comparator policies that are installed. */
    List<PolicyStatus> policies();

    /** The slots of all IO subsystems. */
    List<SlotStatus> slots();

    /**
     * Which bundle, in which version, each part of this server came from: by system, those that all
     * systems share first. What has no power has no parts.
     */
    List<PartStatus> parts();

    /**
     * Devices that are installed and in no slot though they ought to be, and why: a sentence each.
     */
    default List<String> refusals() {
        return List.of();
    }

    /** The event log, oldest first. */
    List<ServerEvent> events();

    /** Hears of every event from now on; close to stop. The consumer must be quick. */
    AutoCloseable onEvent(Consumer<ServerEvent> listener);

    /** Hears of every resynchronization that ends; close to stop. The consumer must be quick. */
    AutoCloseable onReport(Consumer<ResyncReport> listener);

    /**
     * Hears what the devices in all slots log from now on, whatever machine they are in; close to
     * stop. Beside any {@link #trace}; there may be several listeners.
     */
    AutoCloseable onDeviceLog(DeviceLog log);

    /**
     * Names of the channels between devices and host, such as {@code uart0/serial}, in the order of
     * the slots: the first is where one expects a guest to talk.
     */
    List<String> channels();

    /** All that a device sent into a channel since power on. */
    byte[] output(String channel);

    /** Hears what a device sends into a channel from now on; close to stop. */
    AutoCloseable onOutput(String channel, Consumer<byte[]> listener);

    /**
     * Sends bytes to a device; they enter at the next boundary.
     *
     * @throws ServerException with one sentence for an unknown channel
     */
    void send(String channel, byte[] data) throws ServerException;

    /**
     * How the guest has ended by itself: {@code pass} or {@code fail N}; empty while it runs. The
     * machines then stand still at that boundary, still powered, so that they can be probed.
     */
    Optional<String> guestExit();

    /**
     * Reads main storage of a system at the next boundary.
     *
     * @return completes with {@link ServerException} when the address is outside main storage
     */
    CompletableFuture<byte[]> memory(int system, long address, int length);

    /** Registers of a hart at the next boundary. */
    CompletableFuture<Map<String, Long>> registers(int system, int hart);

    /**
     * Looks at every boundary from now on; close to stop. One observer at a time. An observed
     * server does not begin a round before all its FT controllers have ended the one before; its
     * history is the same.
     *
     * @throws ServerException with one sentence unless the server has the sequential driver, or
     *     when it cannot be built
     */
    AutoCloseable observe(BoundaryObserver observer) throws ServerException;

    /**
     * Has an observer look at what the harts of a system execute, from the next time on that its
     * CPU subsystem begins to run, on whatever CPU board is in the slot; close to detach it. There
     * may be several of them, which are told in the order in which they came.
     *
     * @throws ServerException with one sentence for a system that there is not, or when the server
     *     cannot be built
     */
    AutoCloseable observe(int system, ExecutionObserver observer) throws ServerException;

    /**
     * For each system whose CPU subsystem is held by an observer, a debugger for instance, a
     * sentence that says so. While there is any, no boundary is reached, so what waits for one does
     * not come.
     */
    List<String> holds();

    /** Powers everything off and ends its threads. */
    @Override
    void close();
}
