package ft.console.view;

import ft.api.config.Configurable;
import ft.api.config.ConfiguredOption;
import ft.api.server.FtServer;
import ft.api.server.SystemStatus;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.text.Units;
import java.util.List;
import java.util.stream.Collectors;

/** How configurations look. */
final class ConfigViews {
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";

    /** Longer values are shown below the table. */
    private static final int CELL = 20;

    private ConfigViews() {}

    /** What can be configured. */
    static String table(List<Configurable> rows) {
        Table table = new Table("what", "server", "configured", "bundle", "what it is");
        for (Configurable each : rows) {
            boolean factory = each.pid().endsWith("~");
            table.row(
                    each.pid() + (factory ? "NAME" : ""),
                    each.server().isEmpty() ? "-" : each.server(),
                    factory ? "new" : each.configured() ? "yes" : "defaults",
                    each.bundle(),
                    each.title());
        }
        return table.toString();
    }

    /** One configuration with its options. */
    static String one(Configurable what) {
        StringBuilder text = new StringBuilder(what.pid()).append(": ").append(what.title());
        if (!what.server().isEmpty()) {
            text.append(", server ").append(what.server());
        }
        Table table = new Table("option", ">value", ">default", "unit", "range", "changes");
        for (ConfiguredOption each : what.options()) {
            table.row(
                    each.name(),
                    cell(each.value()),
                    cell(each.standard()),
                    each.unit(),
                    each.range(),
                    each.effect());
        }
        text.append("\n\n").append(table.wrap(WIDTH));
        for (ConfiguredOption each : what.options()) {
            if (!isCell(each.value())) {
                text.append("\n\n").append(each.name()).append(':');
                each.value().forEach(line -> text.append('\n').append(INDENT).append(line));
            }
        }
        if (!what.problem().isEmpty()) {
            text.append("\n\nNot in force: ").append(what.problem());
        }
        String waiting = waiting(what);
        return waiting.isEmpty() ? text.toString() : text.append("\n\n").append(waiting).toString();
    }

    private static String waiting(Configurable what) {
        return what.options().stream()
                .filter(each -> !each.value().equals(each.configured()))
                .map(
                        each ->
                                each.name()
                                        + " is "
                                        + cell(each.value())
                                        + " and configured as "
                                        + cell(each.configured()))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isCell(List<String> values) {
        return values.size() <= 1 && String.join("", values).length() <= CELL;
    }

    private static String cell(List<String> values) {
        return isCell(values) ? String.join("", values) : Units.plural(values.size(), "line");
    }

    /** An option with all that is said about it. */
    static String option(ConfiguredOption option) {
        StringBuilder text = new StringBuilder(option.name()).append(": ").append(option.title());
        text.append('\n')
                .append(Text.wrap(INDENT, " ", List.of(option.description().split(" ")), WIDTH));
        line(text, "value", String.join("; ", option.value()));
        if (!option.value().equals(option.configured())) {
            line(text, "configured", String.join("; ", option.configured()));
        }
        line(text, "default", String.join("; ", option.standard()));
        line(text, "type", option.type());
        line(text, "unit", option.unit());
        line(text, "range", option.range());
        line(text, "changes", option.effect().toString());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("%n  %-11s%s", name, value));
        }
    }

    /** Servers, shortly. */
    static String servers(List<FtServer> rows) {
        Table table = new Table("server", "systems", "states", "guest", "strategy");
        for (FtServer each : rows) {
            table.row(
                    each.description().name(),
                    each.description().systems(),
                    each.systems().stream()
                            .map(SystemStatus::state)
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")),
                    each.guest().map(Object::toString).orElse("-"),
                    each.description().strategy());
        }
        return table.toString();
    }
}
