package ft.test.config;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** As much of JSON Schema as the schema of descriptions uses; what else it says is an error. */
final class SchemaCheck {
    private static final List<String> SILENT =
            List.of("$schema", "$defs", "title", "description", "default");

    private final JsonObject root;
    private final List<String> complaints = new ArrayList<>();

    private SchemaCheck(JsonObject root) {
        this.root = root;
    }

    /** What is wrong with a value, each with its place. */
    static List<String> complaints(JsonObject schema, JsonValue value) {
        SchemaCheck check = new SchemaCheck(schema);
        check.check(schema, value, "");
        return check.complaints;
    }

    private void check(JsonValue rule, JsonValue value, String place) {
        if (rule == JsonValue.TRUE) {
            return;
        }
        if (rule == JsonValue.FALSE) {
            complaints.add(place + " is unknown");
            return;
        }
        JsonObject schema = rule.asJsonObject();
        for (Map.Entry<String, JsonValue> each : schema.entrySet()) {
            String name = each.getKey();
            JsonValue says = each.getValue();
            boolean right =
                    switch (name) {
                        case "$ref" -> {
                            String target = ((JsonString) says).getString();
                            String[] parts = target.split("/");
                            check(
                                    root.getJsonObject("$defs").get(parts[parts.length - 1]),
                                    value,
                                    place);
                            yield true;
                        }
                        case "type" -> hasType(says, value);
                        case "enum" -> says.asJsonArray().contains(value);
                        case "minimum" ->
                                !(value instanceof JsonNumber number) || compare(number, says) >= 0;
                        case "maximum" ->
                                !(value instanceof JsonNumber number) || compare(number, says) <= 0;
                        case "pattern" ->
                                !(value instanceof JsonString string)
                                        || Pattern.compile(((JsonString) says).getString())
                                                .matcher(string.getString())
                                                .find();
                        case "items" -> {
                            items(says, value, place);
                            yield true;
                        }
                        case "properties", "patternProperties" -> true;
                        case "additionalProperties" -> {
                            members(schema, value, place);
                            yield true;
                        }
                        default -> SILENT.contains(name);
                    };
            if (!right) {
                complaints.add(place + "=" + value + " is against " + name + " " + says);
            }
        }
    }

    private static int compare(JsonNumber number, JsonValue bound) {
        return number.bigDecimalValue().compareTo(((JsonNumber) bound).bigDecimalValue());
    }

    private void items(JsonValue rule, JsonValue value, String place) {
        if (value instanceof JsonArray all) {
            for (int i = 0; i < all.size(); i++) {
                check(rule, all.get(i), place + "[" + i + "]");
            }
        }
    }

    private void members(JsonObject schema, JsonValue value, String place) {
        if (!(value instanceof JsonObject object)) {
            return;
        }
        JsonObject named = part(schema, "properties");
        JsonObject patterns = part(schema, "patternProperties");
        for (Map.Entry<String, JsonValue> each : object.entrySet()) {
            String inside = place + "/" + each.getKey();
            boolean known = named.containsKey(each.getKey());
            if (known) {
                check(named.get(each.getKey()), each.getValue(), inside);
            }
            for (Map.Entry<String, JsonValue> pattern : patterns.entrySet()) {
                if (Pattern.compile(pattern.getKey()).matcher(each.getKey()).find()) {
                    known = true;
                    check(pattern.getValue(), each.getValue(), inside);
                }
            }
            if (!known) {
                check(schema.get("additionalProperties"), each.getValue(), inside);
            }
        }
    }

    private static JsonObject part(JsonObject schema, String name) {
        return schema.containsKey(name) ? schema.getJsonObject(name) : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static boolean hasType(JsonValue types, JsonValue value) {
        List<JsonValue> all = types instanceof JsonArray array ? array : List.of(types);
        return all.stream().anyMatch(type -> is(((JsonString) type).getString(), value));
    }

    private static boolean is(String type, JsonValue value) {
        return switch (type) {
            case "object" -> value instanceof JsonObject;
            case "array" -> value instanceof JsonArray;
            case "string" -> value instanceof JsonString;
            case "number" -> value instanceof JsonNumber;
            case "integer" -> value instanceof JsonNumber number && number.isIntegral();
            default -> throw new IllegalArgumentException(type);
        };
    }
}
