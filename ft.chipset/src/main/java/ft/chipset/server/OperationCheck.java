package ft.chipset.server;

import ft.api.server.Board;
import ft.api.server.Fault;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
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
            if (known.stream().noneMatch(s -> s.name().equals(select.strategy()))) {
                throw new ServerException(
                        "No installed bundle provides a copy strategy '"
                                + select.strategy()
                                + "'; there is "
                                + String.join(
                                        ", ", known.stream().map(StrategyStatus::name).toList()));
            }
        }
        if (operation instanceof Operation.Inject inject) {
            check(inject.fault());
        }
    }

    private static void check(Fault fault) throws ServerException {
        if (fault instanceof Fault.RegisterFlip flip && (flip.bit() < 0 || flip.bit() > 63)) {
            throw new ServerException("A register has bits 0 to 63, not " + flip.bit());
        }
        if (fault instanceof Fault.MemoryFlip flip && (flip.bit() < 0 || flip.bit() > 7)) {
            throw new ServerException("A byte has bits 0 to 7, not " + flip.bit());
        }
        if (fault instanceof Fault.CopyFailure failure && failure.pages() < 0) {
            throw new ServerException("A copy cannot fail after " + failure.pages() + " pages");
        }
    }
}
