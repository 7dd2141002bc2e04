package ft.provision.config;

import ft.api.server.ServerException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * An option as its metatype describes it. The unit is what stands in square brackets at the end of
 * its name; bounds are those of {@link Bounds}, because the metatype service does not give them.
 *
 * @param definition of the metatype service
 * @param bounds what is written about them
 */
record Attribute(AttributeDefinition definition, Bounds bounds) {
    private static final Pattern UNIT = Pattern.compile("(.*?)\\s*\\[([^\\]]+)\\]");

    /** A kind of value. */
    private enum Kind {
        TEXT("String", "a text", String.class, text -> text),
        LONG("Long", "a whole number", Long.class, Long::decode),
        INTEGER("Integer", "a whole number", Integer.class, Integer::decode),
        SHORT("Short", "a whole number", Short.class, Short::decode),
        CHARACTER("Character", "one sign", Character.class, Kind::sign),
        BYTE("Byte", "a whole number", Byte.class, Byte::decode),
        DOUBLE("Double", "a number", Double.class, Double::valueOf),
        FLOAT("Float", "a number", Float.class, Float::valueOf),
        BOOLEAN("Boolean", "true or false", Boolean.class, Kind::flag);

        private final String word;
        private final String what;
        private final Class<?> type;
        private final Reader reader;

        private interface Reader {
            Object read(String text);
        }

        Kind(String word, String what, Class<?> type, Reader reader) {
            this.word = word;
            this.what = what;
            this.type = type;
            this.reader = reader;
        }

        private static Object sign(String text) {
            if (text.length() != 1) {
                throw new IllegalArgumentException(text);
            }
            return text.charAt(0);
        }

        private static Object flag(String text) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(text);
            }
            return Boolean.valueOf(text);
        }
    }

    private Kind kind() {
        return switch (definition.getType()) {
            case AttributeDefinition.LONG -> Kind.LONG;
            case AttributeDefinition.INTEGER -> Kind.INTEGER;
            case AttributeDefinition.SHORT -> Kind.SHORT;
            case AttributeDefinition.CHARACTER -> Kind.CHARACTER;
            case AttributeDefinition.BYTE -> Kind.BYTE;
            case AttributeDefinition.DOUBLE -> Kind.DOUBLE;
            case AttributeDefinition.FLOAT -> Kind.FLOAT;
            case AttributeDefinition.BOOLEAN -> Kind.BOOLEAN;
            default -> Kind.TEXT;
        };
    }

    String name() {
        return definition.getID();
    }

    String title() {
        Matcher matcher = UNIT.matcher(text(definition.getName()));
        return matcher.matches() ? matcher.group(1) : text(definition.getName());
    }

    String unit() {
        Matcher matcher = UNIT.matcher(text(definition.getName()));
        return matcher.matches() ? matcher.group(2) : "";
    }

    String description() {
        return text(definition.getDescription());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    String type() {
        return kind().word + (isMany() ? "[]" : "");
    }

    private boolean isMany() {
        return definition.getCardinality() != 0;
    }

    List<String> standard() {
        String[] values = definition.getDefaultValue();
        return values == null ? List.of() : Arrays.asList(values);
    }

    private List<String> choices() {
        String[] values = definition.getOptionValues();
        return values == null ? List.of() : Arrays.asList(values);
    }

    /** What it may be, in words; empty if that is anything of its type. */
    String range() {
        return choices().isEmpty() ? bounds.text() : String.join(", ", choices());
    }

    /** A configured value as texts; nothing with null. */
    List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Collection<?> all) {
            all.forEach(each -> texts.add(String.valueOf(each)));
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                texts.add(String.valueOf(Array.get(value, i)));
            }
        } else if (value != null) {
            texts.add(value.toString());
        }
        return texts;
    }

    /**
     * Makes a value for a configuration out of texts.
     *
     * @throws ServerException with one sentence if they do not fit
     */
    Object value(List<String> texts) throws ServerException {
        if (!isMany()) {
            if (texts.size() != 1) {
                throw new ServerException(
                        "%s takes one value, not %d; put one with blanks into quotes"
                                .formatted(name(), texts.size()));
            }
            return single(texts.get(0));
        }
        int most = Math.abs(definition.getCardinality());
        if (texts.size() > most) {
            throw new ServerException(
                    "%s takes up to %d values, not %d".formatted(name(), most, texts.size()));
        }
        Object array = Array.newInstance(kind().type, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Array.set(array, i, single(texts.get(i)));
        }
        return array;
    }

    private Object single(String text) throws ServerException {
        Object value = read(text);
        Optional<String> choice =
                choices().stream().filter(each -> each.equalsIgnoreCase(text)).findFirst();
        if (!choices().isEmpty() && choice.isEmpty()) {
            throw new ServerException(
                    "%s=%s is none of %s".formatted(name(), text, String.join(", ", choices())));
        }
        if (!bounds.contain(value)) {
            throw new ServerException(
                    "%s=%s is out of range; %s".formatted(name(), text, bounds.text()));
        }
        return choice.isPresent() ? read(choice.get()) : value;
    }

    private Object read(String text) throws ServerException {
        try {
            return kind().reader.read(text);
        } catch (IllegalArgumentException e) {
            throw new ServerException("%s=%s is not %s".formatted(name(), text, kind().what), e);
        }
    }
}
