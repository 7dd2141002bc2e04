package ft.console.view;

import ft.api.part.PartStatus;
import ft.api.server.PolicyStatus;
import ft.console.text.Table;
import java.util.List;

/** How the parts of a server look. */
final class PartViews {
    private PartViews() {}

    /** Where each part came from. */
    static String table(List<PartStatus> parts) {
        Table table = new Table("system", "part", "name", "bundle", "version", "that bundle");
        for (PartStatus part : parts) {
            table.row(
                    part.system() == PartStatus.SHARED ? "all" : "#" + part.system(),
                    part.kind().label(),
                    part.name().isEmpty() ? "-" : part.name(),
                    part.bundle(),
                    part.version(),
                    part.installed() ? "provides it" : "is gone; the part runs on");
        }
        return table.toString();
    }

    /** The comparator policies. */
    static String policies(List<PolicyStatus> policies) {
        Table table = new Table("", "name", "bundle", "what it does");
        for (PolicyStatus policy : policies) {
            table.row(
                    policy.selected() ? "*" : "",
                    policy.name(),
                    policy.bundle(),
                    policy.description());
        }
        return table.toString();
    }
}
