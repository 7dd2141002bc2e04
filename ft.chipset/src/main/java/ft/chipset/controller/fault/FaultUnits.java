package ft.chipset.controller.fault;

import ft.api.cpu.CpuSubsystem;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import ft.api.io.IoSubsystem;
import ft.api.io.SlotDescription;
import ft.api.server.ServerException;
import ft.chipset.controller.side.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which unit a fault strikes, which one sees a trigger, and whether they are the same: then it
 * strikes in the middle of a quantum, exactly where the trigger says.
 */
final class FaultUnits {
    /** A unit that has a fault site. */
    private enum Unit {
        CPU,
        IO,
        LINK
    }

    /** Where faults strike; those that are not named strike the controller itself. */
    private static final Map<Class<? extends Fault>, Unit> STRUCK =
            Map.of(
                    Fault.RegisterFlip.class, Unit.CPU,
                    Fault.CsrFlip.class, Unit.CPU,
                    Fault.TlbFlip.class, Unit.CPU,
                    Fault.MemoryFlip.class, Unit.CPU,
                    Fault.MemoryStuck.class, Unit.CPU,
                    Fault.BusRead.class, Unit.CPU,
                    Fault.BusWrite.class, Unit.CPU,
                    Fault.DeviceFault.class, Unit.IO,
                    Fault.DmaFlip.class, Unit.IO,
                    Fault.LinkFault.class, Unit.LINK);

    /** Faults in a CPU subsystem that wait there for their victim. */
    private static final Set<Class<? extends Fault>> WAITING =
            Set.of(Fault.BusRead.class, Fault.BusWrite.class);

    private final Side side;
    private final IoSubsystem io;
    private final Map<Class<? extends Trigger>, Sight<? extends Trigger>> sights;

    /**
     * How a trigger is seen.
     *
     * @param type the kind of trigger
     * @param unit the unit that sees it
     * @param system the system that it is in
     * @param hits whether a fault of that system strikes this very unit
     */
    private record Sight<T extends Trigger>(
            Class<T> type, Unit unit, ToIntFunction<T> system, BiPredicate<T, Fault> hits) {
        int system(Trigger trigger) {
            return system.applyAsInt(type.cast(trigger));
        }

        boolean hits(Trigger trigger, Fault fault) {
            return hits.test(type.cast(trigger), fault);
        }
    }

    FaultUnits(Side side, IoSubsystem io) {
        this.side = side;
        this.io = io;
        sights =
                Stream.of(
                                new Sight<>(
                                        Trigger.AtInstruction.class,
                                        Unit.CPU,
                                        Trigger.AtInstruction::system,
                                        (at, fault) -> isCpu(fault)),
                                new Sight<>(
                                        Trigger.AtAccess.class,
                                        Unit.CPU,
                                        Trigger.AtAccess::system,
                                        (at, fault) -> isCpu(fault)),
                                new Sight<>(
                                        Trigger.AtFrame.class,
                                        Unit.LINK,
                                        Trigger.AtFrame::system,
                                        (at, fault) ->
                                                fault instanceof Fault.LinkFault link
                                                        && link.peer() == at.peer()),
                                new Sight<>(
                                        Trigger.AtDevice.class,
                                        Unit.IO,
                                        at -> ioSubsystem(at.slot()),
                                        (at, fault) -> fault instanceof Fault.DeviceFault))
                        .collect(Collectors.toUnmodifiableMap(Sight::type, sight -> sight));
    }

    private int ioSubsystem(String name) {
        for (SlotDescription slot : side.description().slots()) {
            if (slot.name().equals(name)) {
                return slot.ioSubsystem();
            }
        }
        return -1;
    }

    /** Whether it strikes the CPU subsystem. */
    static boolean isCpu(Fault fault) {
        return STRUCK.get(fault.getClass()) == Unit.CPU;
    }

    /** Whether it strikes a unit with a fault site, and not the controller. */
    static boolean hasSite(Fault fault) {
        return STRUCK.containsKey(fault.getClass());
    }

    /** Whether it has struck as soon as its unit was told, and does not wait for its victim. */
    static boolean isImmediate(Fault fault) {
        return isCpu(fault) && !WAITING.contains(fault.getClass());
    }

    /** The own unit that is struck, if it is one with a fault site and is there. */
    Optional<FaultSite> site(Fault fault) {
        return hasSite(fault) ? site(STRUCK.get(fault.getClass())) : Optional.empty();
    }

    private Optional<FaultSite> site(Unit unit) {
        return switch (unit) {
            case CPU -> Optional.ofNullable(side.cpu()).map(CpuSubsystem::faults);
            case IO -> Optional.of(io.faults());
            case LINK -> Optional.of(side.wire().port().faults());
        };
    }

    /** Number of the system whose unit sees a trigger, -1 if the controllers see it themselves. */
    int watcher(Trigger trigger) {
        Sight<?> sight = sights.get(trigger.getClass());
        return sight == null ? -1 : sight.system(trigger);
    }

    /** Whether the unit that sees the trigger is the one that is struck. */
    boolean isExact(Entry entry) {
        Sight<?> sight = sights.get(entry.trigger.getClass());
        return sight != null
                && sight.system(entry.trigger) == entry.fault().system()
                && sight.hits(entry.trigger, entry.fault());
    }

    /** Whether the CPU subsystem sees a trigger. */
    boolean isSeenByCpu(Trigger trigger) {
        Sight<?> sight = sights.get(trigger.getClass());
        return sight != null && sight.unit == Unit.CPU;
    }

    /** Whether the unit that is struck belongs to this controller. */
    boolean isMine(Entry entry) {
        return entry.fault().system() == side.id();
    }

    /**
     * Checks a fault of an own unit.
     *
     * @throws IllegalArgumentException with one sentence when it cannot strike there
     */
    void check(Fault fault) {
        if (fault.system() == side.id()) {
            site(fault).ifPresent(site -> site.check(fault));
        }
    }

    /** Gives a trigger to the own unit that sees it, if that is there. */
    void hand(Entry entry) {
        if (watcher(entry.trigger) != side.id()) {
            return;
        }
        Optional<FaultSite> site = site(sights.get(entry.trigger.getClass()).unit);
        if (isExact(entry)) {
            site.ifPresent(unit -> unit.arm(entry.id, entry.fault(), entry.trigger));
        } else {
            site.ifPresent(unit -> unit.watch(entry.id, entry.trigger));
        }
    }

    /** Has a fault strike an own unit now. */
    void strike(Entry entry) throws ServerException {
        FaultSite site =
                site(entry.fault())
                        .orElseThrow(
                                () ->
                                        new ServerException(
                                                "The CPU board of #"
                                                        + side.id()
                                                        + " has no power"));
        site.arm(entry.id, entry.fault(), Trigger.NOW);
    }

    /** Moves what struck in the own units to a list. */
    void takeStrikes(List<Strike> strikes) {
        for (Unit unit : Unit.values()) {
            site(unit).ifPresent(site -> strikes.addAll(site.takeStrikes()));
        }
    }
}
