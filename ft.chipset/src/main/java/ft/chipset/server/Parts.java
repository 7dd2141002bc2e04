package ft.chipset.server;

import ft.api.cpu.CpuSubsystemFactory;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.io.IoSubsystemFactory;
import ft.api.policy.ComparatorPolicy;
import ft.api.server.PolicyStatus;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts that are installed now. Any thread. */
interface Parts {
    /**
     * The processor a bundle provides.
     *
     * @param version of the bundle; empty for whichever is the best
     */
    Part<CpuSubsystemFactory> processor(String bundle, String version) throws ServerException;

    /** The IO subsystems a bundle provides. */
    Part<IoSubsystemFactory> io(String bundle) throws ServerException;

    /** The crosslink a bundle provides. */
    Part<CrosslinkFactory> crosslink(String bundle) throws ServerException;

    /** Of several versions of that bundle the newest. */
    default Part<IoSubsystemFactory> newestIo(String bundle) throws ServerException {
        return io(bundle);
    }

    /** Of several versions of that bundle the newest. */
    default Part<CrosslinkFactory> newestCrosslink(String bundle) throws ServerException {
        return crosslink(bundle);
    }

    /** What the FT controllers themselves come from. */
    Part<?> controller();

    /** Whether a part is provided still by the bundle it came from. */
    boolean isInstalled(Part<?> part);

    /** The strategy of this name, else any other. */
    Optional<NamedStrategy> strategy(String name);

    /** Whether a strategy is installed still. */
    boolean isInstalled(NamedStrategy strategy);

    /** The comparator policy of this name. */
    Optional<Part<ComparatorPolicy>> policy(String name);

    /** All comparator policies. */
    List<PolicyStatus> policies(String selected);

    /**
     * Refuses the name of a comparator policy that there is not.
     *
     * @throws ServerException with one sentence
     */
    default void requirePolicy(String name) throws ServerException {
        if (policy(name).isEmpty()) {
            List<String> known = policies(name).stream().map(PolicyStatus::name).toList();
            throw new ServerException(
                    "The value '"
                            + name
                            + "' of ioMismatch= names no comparator policy of an installed bundle;"
                            + " there is "
                            + String.join(", ", known));
        }
    }

    /**
     * Symbolic names and versions of the bundles that decide the history of a server.
     *
     * @param devices device types that come into its bays
     */
    Map<String, String> bundles(ServerDescription description, Collection<String> devices);

    /** All strategies. */
    List<StrategyStatus> strategies(String selected);
}
