package ft.chipset.server;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.io.SlotDescription;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.chipset.description.Options;
import java.util.List;

/** Whether an operation makes sense before it is on its way; the state table judges the rest. */
final class OperationCheck {
    private OperationCheck() {}

    /**
     * Checks.
     *
     * @param hasGuest whether there is a guest to boot
     * @param known strategies that are installed
     * @throws ServerException with one sentence
     */
    static void check(
            Operation operation,
            ServerDescription description,
            boolean hasGuest,
            List<StrategyStatus> known)
            throws ServerException {
        boolean all =
                operation.system() == Operation.ALL
                        && (operation instanceof Operation.PowerOn
                                || operation instanceof Operation.PowerOff);
        if (!all && (operation.system() < 0 || operation.system() >= description.systems())) {
            throw new ServerException(
                    "There is no system #"
                            + operation.system()
                            + "; this server has #0 to #"
                            + (description.systems() - 1));
        }
        boolean boots =
                operation instanceof Operation.PowerOn
                        || operation instanceof Operation.Insert insert
                                && insert.board() == Board.CPU;
        if (boots && !hasGuest) {
            throw new ServerException("There is no guest to boot; set one with ft:guest first");
        }
        if (operation instanceof Operation.SelectStrategy select) {
            checkStrategy(select.strategy(), known);
        }
        if (operation instanceof Operation.Configure configure) {
            Options.change(description, configure.option(), configure.value());
            if (configure.option().equals(Options.STRATEGY)) {
                checkStrategy(configure.value(), known);
            }
        }
        if (operation instanceof Operation.Inject inject) {
            check(inject, description);
        }
    }

    /**
     * Requires that a copy strategy is installed.
     *
     * @throws ServerException with one sentence if it is not
     */
    static void checkStrategy(String name, List<StrategyStatus> known) throws ServerException {
        if (known.stream().noneMatch(s -> s.name().equals(name))) {
            throw new ServerException(
                    "No installed bundle provides a copy strategy '"
                            + name
                            + "'; there is "
                            + String.join(", ", known.stream().map(StrategyStatus::name).toList()));
        }
    }

    private static void check(Operation.Inject inject, ServerDescription description)
            throws ServerException {
        Fault fault = inject.fault();
        Trigger trigger = inject.trigger();
        int other = 0;
        if (fault instanceof Fault.LinkFault link) {
            other = link.peer();
        } else if (fault instanceof Fault.QueueFlip queue) {
            other = queue.from();
        } else if (fault instanceof Fault.DeviceFault device) {
            checkSlot(device.slot(), device.system(), description);
        }
        int where = 0;
        if (trigger instanceof Trigger.AtInstruction at) {
            where = at.system();
        } else if (trigger instanceof Trigger.AtAccess at) {
            where = at.system();
        } else if (trigger instanceof Trigger.AtState at) {
            where = at.system();
        } else if (trigger instanceof Trigger.AtFrame at) {
            where = at.system();
            other = Math.max(other, at.peer());
        } else if (trigger instanceof Trigger.AtDevice at) {
            checkSlot(at.slot(), -1, description);
        }
        for (int system : new int[] {other, where}) {
            if (system < 0 || system >= description.systems()) {
                throw new ServerException(
                        String.format(
                                "There is no system #%d for '%s'; this server has #0 to #%d",
                                system, inject.text(), description.systems() - 1));
            }
        }
    }

    private static void checkSlot(String name, int system, ServerDescription description)
            throws ServerException {
        for (SlotDescription slot : description.slots()) {
            if (slot.name().equals(name) && (system < 0 || slot.ioSubsystem() == system)) {
                return;
            }
        }
        throw new ServerException(
                "There is no slot "
                        + name
                        + (system < 0 ? "" : " in IO subsystem " + system)
                        + "; there is "
                        + String.join(
                                ", ",
                                description.slots().stream()
                                        .filter(s -> system < 0 || s.ioSubsystem() == system)
                                        .map(SlotDescription::name)
                                        .toList()));
    }
}
