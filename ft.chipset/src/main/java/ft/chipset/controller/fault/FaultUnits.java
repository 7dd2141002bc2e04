package ft.chipset.controller.fault;

import ft.api.cpu.CpuSubsystem;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite;
import ft.api.fault.Trigger;
import ft.api.io.SlotDescription;
import ft.chipset.controller.FtController;
import java.util.Optional;

/**
 * Which unit a fault strikes, which one sees a trigger, and whether they are the same: then it
 * strikes in the middle of a quantum, exactly where the trigger says.
 */
final class FaultUnits {
    private final FtController controller;

    FaultUnits(FtController controller) {
        this.controller = controller;
    }

    /** Whether it strikes the CPU subsystem. */
    static boolean isCpu(Fault fault) {
        return fault instanceof Fault.RegisterFlip
                || fault instanceof Fault.CsrFlip
                || fault instanceof Fault.TlbFlip
                || fault instanceof Fault.MemoryFlip
                || fault instanceof Fault.MemoryStuck
                || fault instanceof Fault.BusRead
                || fault instanceof Fault.BusWrite;
    }

    /** Whether it strikes the IO subsystem. */
    static boolean isIo(Fault fault) {
        return fault instanceof Fault.DeviceFault || fault instanceof Fault.DmaFlip;
    }

    /** Whether it has struck as soon as its unit was told, and does not wait for its victim. */
    static boolean isImmediate(Fault fault) {
        return isCpu(fault)
                && !(fault instanceof Fault.BusRead)
                && !(fault instanceof Fault.BusWrite);
    }

    /** The own unit that is struck, if it is one with a fault site and is there. */
    Optional<FaultSite> site(Fault fault) {
        if (isCpu(fault)) {
            return Optional.ofNullable(controller.cpu()).map(CpuSubsystem::faults);
        } else if (isIo(fault)) {
            return Optional.of(controller.io().faults());
        } else if (fault instanceof Fault.LinkFault) {
            return Optional.of(controller.wire().port().faults());
        }
        return Optional.empty();
    }

    /** Number of the system whose unit sees a trigger, -1 if the controllers see it themselves. */
    int watcher(Trigger trigger) {
        if (trigger instanceof Trigger.AtInstruction at) {
            return at.system();
        } else if (trigger instanceof Trigger.AtAccess at) {
            return at.system();
        } else if (trigger instanceof Trigger.AtFrame at) {
            return at.system();
        } else if (trigger instanceof Trigger.AtDevice at) {
            for (SlotDescription slot : controller.description().slots()) {
                if (slot.name().equals(at.slot())) {
                    return slot.ioSubsystem();
                }
            }
        }
        return -1;
    }

    /** Whether the unit that sees the trigger is the one that is struck. */
    boolean isExact(Entry entry) {
        Fault fault = entry.fault();
        if (fault.system() != watcher(entry.trigger)) {
            return false;
        }
        if (entry.trigger instanceof Trigger.AtDevice) {
            return fault instanceof Fault.DeviceFault;
        } else if (entry.trigger instanceof Trigger.AtFrame at) {
            return fault instanceof Fault.LinkFault link && link.peer() == at.peer();
        }
        return isCpu(fault);
    }

    /** Whether the unit that is struck belongs to this controller. */
    boolean isMine(Entry entry) {
        return entry.fault().system() == controller.id();
    }

    /**
     * Checks a fault of an own unit.
     *
     * @throws IllegalArgumentException with one sentence when it cannot strike there
     */
    void check(Fault fault) {
        if (fault.system() == controller.id()) {
            site(fault).ifPresent(site -> site.check(fault));
        }
    }
}
