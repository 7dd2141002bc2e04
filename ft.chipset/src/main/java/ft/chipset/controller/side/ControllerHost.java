package ft.chipset.controller.side;

import ft.api.board.DeviceTreeNode;
import ft.api.copy.CopyStrategy;
import ft.api.cpu.CpuSubsystem;
import ft.api.fields.StateFields;
import ft.api.history.Moment;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.api.server.CopyLists;
import ft.api.server.InjectedFault;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.chipset.controller.view.Fitting;
import ft.chipset.history.HistorySink;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an FT controller needs from outside the machine: parts to plug in, and somewhere to tell
 * what happened. Implemented by the server. Every method may be called by any controller's thread.
 */
public interface ControllerHost {
    /**
     * A new CPU subsystem for a system, as if a board came out of its box.
     *
     * @param wanted where it comes from, if it is installed still
     * @param remark hears one sentence if it is not, and another one was taken
     */
    CpuSubsystem newCpuSubsystem(int system, Fitting wanted, Consumer<String> remark)
            throws ServerException;

    /** Takes what a system has in its slots, for the device tree of the boot that follows. */
    void devices(int system, List<DeviceTreeNode> nodes);

    /** Puts the guest into main storage. */
    Boot load(Moment now, CpuSubsystem cpu) throws ServerException;

    /** The strategy of this name if it is installed now, else any that is. */
    Optional<NamedStrategy> strategy(Moment now, String name);

    /** Whether a strategy is installed still. */
    boolean isInstalled(Moment now, NamedStrategy strategy);

    /** Other options of the server are in force from now on. */
    void configured(ServerDescription now);

    /**
     * What a disagreement of IO accesses leads to, by the policy of this name or what stands in for
     * it; the same for every controller that asks at a moment.
     */
    Verdict decide(Moment now, String policy, Disagreement seen);

    /** Hears what happens to the machine. */
    HistorySink history();

    /** Takes an event into the log; the sequence number is set there. */
    void event(ServerEvent event);

    /** Takes the end of a resynchronization. */
    void report(ResyncReport report);

    /** Takes the lists of a copy strategy that has done its work. */
    void lists(CopyLists lists);

    /** Takes how far a resynchronization is; null if there is none. */
    void progress(ResyncProgress progress);

    /** Takes a system's status. */
    void status(SystemStatus status);

    /** Takes the faults that were injected, whenever one was armed or struck. */
    void faults(List<InjectedFault> faults);

    /** A command was carried out ({@code refused} empty) or refused. */
    void outcome(long command, String text, boolean refused);

    /** No system provides the service any more, and nobody has asked for that. */
    void serviceLost(long clock, String cause);

    /** A system provides the service. */
    void serviceIsBack();

    /**
     * Takes the part of a snapshot that a controller has. Everybody stands still until that is
     * taken; then {@link ft.chipset.controller.view.Control.Saved} lets them go on.
     *
     * @param clock of the boundary
     * @param numbers of the snapshots that are wanted
     * @param names the fields of the part; called before this method returns
     */
    void save(int system, long clock, List<Long> numbers, Consumer<StateFields> names);

    /** The guest ended by itself. */
    void guestExit(String how);

    /**
     * A copy strategy and the name it is selected by.
     *
     * @param name the name
     * @param strategy the service
     */
    record NamedStrategy(String name, CopyStrategy strategy) {}

    /**
     * Registers that firmware reads to start the guest.
     *
     * @param entry address of the first instruction
     * @param tree address of the device tree
     * @param argument third argument
     */
    record Boot(long entry, long tree, long argument) {}
}
