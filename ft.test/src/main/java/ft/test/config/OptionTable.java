package ft.test.config;

import ft.api.config.Configurable;
import ft.api.config.ConfiguredOption;
import java.util.List;

/** The table of options in docs/configuration.md. */
final class OptionTable {
    private OptionTable() {}

    static String of(Configurable what) {
        StringBuilder text =
                new StringBuilder(
                        "| option | default | unit | range | changes | |\n|---|---|---|---|---|---|\n");
        for (ConfiguredOption each : what.options()) {
            List<String> cells =
                    List.of(
                            "`" + each.name() + "`",
                            String.join("; ", each.standard()),
                            each.unit(),
                            each.range(),
                            each.effect().toString(),
                            each.description().replace("|", "\\|"));
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return text.toString();
    }
}
