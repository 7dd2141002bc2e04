package ft.observe.health;

import static java.util.stream.Collectors.joining;

import ft.api.observe.ServerHealth;
import ft.api.observe.ServerHealth.Level;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.Outage;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Judges how a server is from what it shows. */
public final class Assessment {
    private final FtServer server;
    private final List<SystemStatus> systems;
    private final List<String> details = new ArrayList<>();

    private Assessment(FtServer server) {
        this.server = server;
        systems = server.systems();
    }

    /**
     * How a server is now.
     *
     * @param losses what of it could not be told to somebody lately, a sentence each
     */
    public static ServerHealth of(String name, FtServer server, List<String> losses) {
        return new Assessment(server).judge(name, losses);
    }

    private ServerHealth judge(String name, List<String> losses) {
        Verdict verdict = verdict();
        problems();
        strategies();
        parts();
        slots();
        details.addAll(server.holds());
        details.addAll(losses);
        Level level = verdict.level == Level.OK && !details.isEmpty() ? Level.WARN : verdict.level;
        return new ServerHealth(name, level, verdict.sentence, details);
    }

    private record Verdict(Level level, String sentence) {}

    private Verdict verdict() {
        if (systems.stream().anyMatch(each -> each.state().isOnline())) {
            return inService();
        }
        List<Outage> outages = server.outages();
        if (!outages.isEmpty() && outages.get(outages.size() - 1).ended().isEmpty()) {
            return lost(outages.get(outages.size() - 1));
        }
        if (all(each -> each.state() == SystemState.OFF)) {
            String why =
                    systems.stream()
                            .map(SystemStatus::problem)
                            .filter(problem -> !problem.isEmpty())
                            .findFirst()
                            .orElse("");
            return why.isEmpty()
                    ? new Verdict(
                            Level.WARN,
                            "The server is switched off"
                                    + server.guestExit()
                                            .map(how -> "; the guest has ended: " + how)
                                            .orElse("")
                                    + ".")
                    : new Verdict(Level.CRITICAL, "The server cannot have power: " + why + ".");
        }
        return new Verdict(
                Level.TEMPORARILY_UNAVAILABLE, "No system provides the service yet: " + states());
    }

    private Verdict lost(Outage outage) {
        String sentence =
                "The service was lost at %s: %s.".formatted(time(outage.began()), outage.cause());
        return server.description().coldRestart()
                        && systems.stream()
                                .anyMatch(each -> each.state() == SystemState.OFFLINE_DIVIDE)
                ? new Verdict(
                        Level.TEMPORARILY_UNAVAILABLE,
                        sentence + " A cold restart is to bring it back.")
                : new Verdict(Level.CRITICAL, sentence);
    }

    private Verdict inService() {
        int all = systems.size();
        long inSync =
                systems.stream().filter(each -> each.state() == SystemState.ONLINE_SYNC).count();
        Redundancy redundancy = Redundancy.of(server.events(), all);
        String since = redundancy.since().map(instant -> "since " + time(instant)).orElse("");
        if (inSync == all) {
            return new Verdict(
                    Level.OK,
                    "All %d systems are in Online sync%s."
                            .formatted(all, since.isEmpty() ? "" : " (" + since + ")"));
        }
        String what =
                inSync > 1
                        ? "Only %d of %d systems are in Online sync".formatted(inSync, all)
                        : "The server is not redundant";
        String why = since.isEmpty() ? "" : " (" + since + "; " + redundancy.cause() + ")";
        String work =
                server.progress()
                        .map(now -> now.phase() + ", by " + now.strategy() + "; ")
                        .orElse("");
        return new Verdict(Level.WARN, what + why + ": " + work + states());
    }

    private boolean all(Predicate<SystemStatus> condition) {
        return systems.stream().allMatch(condition);
    }

    private String states() {
        return systems.stream()
                .map(each -> "#" + each.system() + " " + each.state())
                .collect(joining(", ", "", "."));
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void problems() {
        for (SystemStatus each : systems) {
            if (!each.problem().isEmpty()) {
                details.add("System #" + each.system() + ": " + each.problem());
            }
        }
    }

    private void strategies() {
        List<StrategyStatus> installed = server.strategies();
        if (installed.isEmpty()) {
            details.add("No copy strategy is installed, so nothing can be synchronized.");
        } else if (installed.stream().noneMatch(StrategyStatus::selected)) {
            details.add("The copy strategy that is selected is not installed.");
        }
    }

    private void parts() {
        for (PartStatus part : server.parts()) {
            if (!part.installed()) {
                details.add(
                        "The %s%s%s runs on bundle %s %s, which provides it no more."
                                .formatted(
                                        part.kind().label(),
                                        part.name().isEmpty() ? "" : " " + part.name(),
                                        part.system() == PartStatus.SHARED
                                                ? ""
                                                : " of #" + part.system(),
                                        part.bundle(),
                                        part.version()));
            }
        }
    }

    private void slots() {
        server.slots().stream()
                .filter(slot -> !slot.present() && !slot.problem().isEmpty())
                .forEach(slot -> details.add(slot.problem()));
    }
}
