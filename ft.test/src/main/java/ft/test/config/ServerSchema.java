package ft.test.config;

import ft.api.config.Configurable;
import ft.api.config.ConfiguredOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON schema of server descriptions, made of the metatypes and the grammar of slots. */
final class ServerSchema {
    /** {@code NAME io=N device=TYPE base=OFFSET size=BYTES irq=N OPTION=VALUE}, as SlotLines. */
    static final String SLOT =
            "^[^\\s=]+(?=.* io=\\d+)(?=.* device=[^\\s=]+)(?=.* base=(0x[0-9a-fA-F]+|\\d+))"
                    + "(?=.* size=(0x[0-9a-fA-F]+|\\d+))( [^\\s=]+=(\"[^\"]*\"|[^\\s\"])*)+$";

    private static final String SIZE = "^\\d{1,15}\\s*([kKmMgG]([iI][bB])?)?$";
    private static final Pattern RANGE = Pattern.compile("(\\S+) to (\\S+)");
    private static final Pattern LEAST = Pattern.compile("(\\S+) and above");

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first;

    private ServerSchema() {}

    /** Of what can be configured; of several made by a factory, the factory itself. */
    static String of(List<Configurable> all) {
        ServerSchema schema = new ServerSchema();
        schema.write(
                all.stream()
                        .filter(each -> each.bundle().startsWith("ft."))
                        .filter(each -> each.pid().endsWith("~") || !each.pid().contains("~"))
                        .toList());
        return schema.text.append('\n').toString();
    }

    private void write(List<Configurable> all) {
        open("");
        text("$schema", "https://json-schema.org/draft/2020-12/schema");
        text("title", "FT server description");
        text("description", "What the OSGi Configurator reads: ./ft --config FILE");
        text("type", "object");
        open("properties");
        plain(":configurator:resource-version", "\"type\": \"integer\"");
        plain(":configurator:symbolic-name", "\"type\": \"string\"");
        plain(":configurator:version", "\"type\": \"string\"");
        for (Configurable each : all) {
            if (!each.pid().endsWith("~")) {
                plain(each.pid(), "\"$ref\": \"#/$defs/" + each.pid() + "\"");
            }
        }
        close();
        open("patternProperties");
        for (Configurable each : all) {
            if (each.pid().endsWith("~")) {
                String pid = each.pid().substring(0, each.pid().length() - 1);
                plain("^" + pid.replace(".", "\\.") + "~.+$", "\"$ref\": \"#/$defs/" + pid + "\"");
            }
        }
        close();
        plain("additionalProperties", "\"type\": \"object\"");
        open("$defs");
        for (Configurable each : all) {
            define(each);
        }
        close();
        close();
    }

    private void define(Configurable what) {
        open(what.pid().replace("~", ""));
        text("title", what.title());
        text("description", what.description());
        text("type", "object");
        open("patternProperties");
        for (ConfiguredOption each : what.options()) {
            option(each);
        }
        plain("^:", "");
        plain("^(?!ft\\.server).*\\..*$", "");
        close();
        key("additionalProperties");
        text.append("false");
        close();
    }

    private void option(ConfiguredOption option) {
        open("^" + option.name().replace(".", "\\.") + "(:[A-Za-z]+(\\[\\])?)?$");
        text("title", option.title() + (option.unit().isEmpty() ? "" : " [" + option.unit() + "]"));
        text("description", option.description());
        if (!option.standard().isEmpty() && !option.type().endsWith("[]")) {
            text("default", option.standard().get(0));
        }
        switch (option.type()) {
            case "Boolean" -> raw("enum", "[true, false, \"true\", \"false\"]");
            case "Integer", "Long" -> raw("type", "[\"integer\", \"string\"]");
            case "Double", "Float" -> raw("type", "[\"number\", \"string\"]");
            case "String[]" -> {
                text("type", "array");
                plain("items", "\"type\": \"string\", \"pattern\": " + quoted(SLOT));
            }
            default -> text(option);
        }
        Matcher range = RANGE.matcher(option.range());
        Matcher least = LEAST.matcher(option.range());
        if (range.matches()) {
            raw("minimum", range.group(1));
            raw("maximum", range.group(2));
        } else if (least.matches()) {
            raw("minimum", least.group(1));
        }
        close();
    }

    private void text(ConfiguredOption option) {
        if (!option.range().isEmpty()) {
            raw("enum", "[\"" + String.join("\", \"", option.range().split(", ")) + "\"]");
        } else if (option.unit().toLowerCase(Locale.ROOT).startsWith("bytes")) {
            raw("type", "[\"string\", \"integer\"]");
            text("pattern", SIZE);
        } else {
            text("type", "string");
        }
    }

    private void open(String name) {
        if (!name.isEmpty()) {
            key(name);
        }
        text.append('{');
        depth++;
        first = true;
    }

    private void close() {
        depth--;
        text.append('\n').append("  ".repeat(depth)).append('}');
        first = false;
    }

    private void key(String name) {
        text.append(first ? "\n" : ",\n").append("  ".repeat(depth));
        text.append(quoted(name)).append(": ");
        first = false;
    }

    private void text(String name, String value) {
        raw(name, quoted(value));
    }

    private void raw(String name, String value) {
        key(name);
        text.append(value);
    }

    private void plain(String name, String members) {
        raw(name, members.isEmpty() ? "true" : "{ " + members + " }");
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
