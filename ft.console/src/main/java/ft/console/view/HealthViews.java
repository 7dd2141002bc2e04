package ft.console.view;

import ft.api.observe.ServerHealth;
import ft.console.text.Table;
import java.util.List;
import java.util.Locale;

/** How servers are, as tables. */
public final class HealthViews {
    private static final int WIDTH = 100;

    private HealthViews() {}

    /** A server in a row, and a row for each further detail. */
    public static String table(List<ServerHealth> servers) {
        Table table = new Table("server", "health", "because");
        for (ServerHealth health : servers) {
            String level = health.level().name().replace('_', ' ').toLowerCase(Locale.ROOT);
            table.row(health.server(), level, health.sentence());
            health.details().forEach(detail -> table.row("", "", detail));
        }
        return table.wrap(WIDTH).toString();
    }
}
