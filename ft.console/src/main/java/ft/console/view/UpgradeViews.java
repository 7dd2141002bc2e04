package ft.console.view;

import ft.api.upgrade.Upgradable;
import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeStep;
import ft.api.upgrade.UpgradeWay;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.text.Units;
import java.util.List;
import java.util.Map;

/** How upgrades look. */
public final class UpgradeViews {
    private static final int WIDTH = 96;
    private static final String NO_TIME = " ".repeat("0.000000 s".length());

    private static final Map<UpgradeWay, String> WAYS =
            Map.of(
                    UpgradeWay.ROLLING, "one system after the other",
                    UpgradeWay.HAND_OVER, "between two rounds",
                    UpgradeWay.SAVE_AND_LOAD, "saved and loaded",
                    UpgradeWay.AT_ONCE, "at once",
                    UpgradeWay.NONE, "-");

    private static final Map<UpgradeResult.Outcome, String> ENDS =
            Map.of(
                    UpgradeResult.Outcome.UPGRADED, "",
                    UpgradeResult.Outcome.ROLLED_BACK, "Rolled back, all is as before: ",
                    UpgradeResult.Outcome.UNFINISHED, "Neither done nor taken back: ");

    private UpgradeViews() {}

    /** What is installed, and how it is replaced. */
    static String table(List<Upgradable> bundles) {
        Table table = new Table("bundle", "in use", "beside it", "is replaced", "remark");
        for (Upgradable each : bundles) {
            table.row(
                    each.bundle(),
                    each.version(),
                    each.others().isEmpty() ? "-" : String.join(" ", each.others()),
                    WAYS.get(each.way()),
                    each.remark().isEmpty() ? "-" : each.remark());
        }
        return table.wrap(WIDTH)
                + "\nThe other version is a file, a URL, or one that is installed beside it (put"
                + " it into plugins/).";
    }

    /** What is going to be done. */
    public static String title(Upgrade upgrade) {
        return String.format(
                "%s %s -> %s, %s; Ctrl-C takes it back",
                upgrade.bundle(), upgrade.from(), upgrade.to(), WAYS.get(upgrade.way()));
    }

    /** What was done. */
    public static String step(UpgradeStep step) {
        String time = step.guestNanos() < 0 ? NO_TIME : Units.instant(step.guestNanos()) + " s";
        String system = step.system() < 0 ? "  " : "#" + step.system();
        String turn = step.kind() == UpgradeStep.Kind.TURN ? "turning back: " : "";
        return Text.wrap(
                time + "  " + system + "  ", " ", List.of((turn + step.text()).split(" ")), WIDTH);
    }

    /** How it has ended. */
    public static String result(UpgradeResult result) {
        String text = ENDS.get(result.outcome()) + result.text() + ".";
        return Text.wrap("", " ", List.of(text.split(" ")), WIDTH);
    }
}
