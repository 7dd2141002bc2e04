package ft.chipset.snapshot;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot file says of itself, in JSON: what it is of, and for each part the bundle that
 * saved it, the bundle's version and the version of its field schema.
 *
 * @param clock of the snapshot
 * @param taken when
 * @param description options of the server by name; texts, and arrays of texts
 * @param blocks how many there are in the file
 * @param parts in the order in which their fields follow
 */
record Manifest(
        long clock, Instant taken, Map<String, Object> description, int blocks, List<Part> parts) {
    /** Version of the file format. */
    static final int VERSION = 1;

    private static final String FORMAT = "ft-snapshot";

    /**
     * A part.
     *
     * @param path its name behind those of the parts that it is in
     * @param origin the bundle that saved it
     * @param schema version of its fields
     */
    record Part(String path, Origin origin, int schema) {
        static Part of(SavedPart part) {
            return new Part(part.path, part.origin, part.schema);
        }
    }

    void write(OutputStream out) throws IOException {
        JsonObjectBuilder options = Json.createObjectBuilder();
        description.forEach((name, value) -> options.add(name, json(value)));
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Part part : parts) {
            all.add(
                    Json.createObjectBuilder()
                            .add("part", part.path)
                            .add("bundle", part.origin.bundle())
                            .add("version", part.origin.version())
                            .add("schema", part.schema));
        }
        StringWriter text = new StringWriter();
        Json.createWriter(text)
                .writeObject(
                        Json.createObjectBuilder()
                                .add("format", FORMAT)
                                .add("version", VERSION)
                                .add("clock", clock)
                                .add("taken", taken.toString())
                                .add("blocks", blocks)
                                .add("description", options)
                                .add("parts", all)
                                .build());
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonValue json(Object value) {
        if (value instanceof String[] texts) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            for (String text : texts) {
                all.add(text);
            }
            return all.build();
        }
        return Json.createValue(value.toString());
    }

    /**
     * Reads a manifest.
     *
     * @throws RefusedFileException with the end of a sentence if there is none, or one of a version
     *     that cannot be read
     */
    static Manifest read(byte[] bytes) throws RefusedFileException {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            JsonObject object = reader.readObject();
            if (!object.getString("format", "").equals(FORMAT)) {
                throw new RefusedFileException("is no snapshot of a server");
            }
            int version = object.getInt("version", 0);
            if (version != VERSION) {
                throw new RefusedFileException(
                        "has version %d of the snapshot format, and this emulator reads version %d"
                                .formatted(version, VERSION));
            }
            List<Part> parts = new ArrayList<>();
            for (JsonObject part : object.getJsonArray("parts").getValuesAs(JsonObject.class)) {
                Origin origin = new Origin(part.getString("bundle"), part.getString("version"));
                parts.add(new Part(part.getString("part"), origin, part.getInt("schema")));
            }
            return new Manifest(
                    object.getJsonNumber("clock").longValueExact(),
                    Instant.parse(object.getString("taken")),
                    options(object.getJsonObject("description")),
                    object.getInt("blocks"),
                    parts);
        } catch (JsonException
                | DateTimeException
                | NullPointerException
                | ClassCastException
                | ArithmeticException e) {
            throw new RefusedFileException("is damaged: its manifest cannot be read", e);
        }
    }

    private static Map<String, Object> options(JsonObject object) {
        Map<String, Object> options = new LinkedHashMap<>();
        object.forEach(
                (name, value) ->
                        options.put(
                                name,
                                value instanceof JsonArray texts
                                        ? texts.getValuesAs(JsonString::getString)
                                                .toArray(String[]::new)
                                        : ((JsonString) value).getString()));
        return options;
    }
}
