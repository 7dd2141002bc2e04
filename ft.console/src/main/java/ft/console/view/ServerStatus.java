package ft.console.view;

import ft.api.server.FtServer;
import ft.api.server.Outage;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ft:status} tells of a server.
 *
 * @param description what it is made of
 * @param systems its systems
 * @param holds who holds systems
 * @param guest the program it boots, or a sentence that there is none
 * @param guestExit why the guest has ended
 * @param strategies the copy strategies
 * @param progress the resynchronization under way
 * @param last the last resynchronization that ended
 * @param outages times in which the service was lost
 */
public record ServerStatus(
        ServerDescription description,
        List<SystemStatus> systems,
        List<String> holds,
        String guest,
        Optional<String> guestExit,
        List<StrategyStatus> strategies,
        Optional<ResyncProgress> progress,
        Optional<ResyncReport> last,
        List<Outage> outages) {

    /** The status of a server as it is now. */
    public static ServerStatus of(FtServer server) {
        List<ResyncReport> reports = server.reports();
        return new ServerStatus(
                server.description(),
                server.systems(),
                server.holds(),
                server.guest().map(Object::toString).orElse("none; ft:guest sets it"),
                server.guestExit(),
                server.strategies(),
                server.progress(),
                reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(reports.size() - 1)),
                server.outages());
    }
}
