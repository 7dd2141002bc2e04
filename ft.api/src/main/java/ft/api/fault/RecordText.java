package ft.api.fault;

import ft.api.state.SystemState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a record is written: a word and then its components, separated by spaces. Numbers are decimal
 * or, after {@code 0x}, hexadecimal; enumerations are written in lower case, states by their label.
 */
final class RecordText {
    private final String word;
    private final Class<? extends Record> type;
    private final RecordComponent[] components;

    RecordText(String word, Class<? extends Record> type) {
        this.word = word;
        this.type = type;
        this.components = type.getRecordComponents();
    }

    Class<? extends Record> type() {
        return type;
    }

    String word() {
        return word;
    }

    String usage() {
        List<String> words = new ArrayList<>();
        if (!word.isEmpty()) {
            words.add(word);
        }
        for (RecordComponent component : components) {
            words.add(
                    component.getType().isEnum() && component.getType() != SystemState.class
                            ? constants(component.getType(), "|")
                            : component.getType() == boolean.class
                                    ? "up|down"
                                    : component.getName().toUpperCase(Locale.ROOT));
        }
        return String.join(" ", words);
    }

    String text(Record value) {
        List<String> words = new ArrayList<>();
        if (!word.isEmpty()) {
            words.add(word);
        }
        try {
            for (RecordComponent component : components) {
                words.add(written(component, component.getAccessor().invoke(value)));
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return String.join(" ", words);
    }

    private static String written(RecordComponent component, Object value) {
        if (component.getName().equals("address")) {
            return "0x" + Long.toHexString((Long) value);
        } else if (value instanceof SystemState state) {
            return name(state);
        } else if (value instanceof Boolean up) {
            return up ? "up" : "down";
        }
        return value instanceof Enum<?> constant ? name(constant) : value.toString();
    }

    private static String name(Object constant) {
        return constant instanceof SystemState state
                ? state.label()
                : constant.toString().toLowerCase(Locale.ROOT);
    }

    private static String constants(Class<?> enumeration, String separator) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(RecordText::name)
                .collect(Collectors.joining(separator));
    }

    Record parse(List<String> words) {
        if (words.size() != components.length) {
            throw new IllegalArgumentException(
                    "'%s' is written '%s', not '%s'"
                            .formatted(
                                    word.isEmpty() ? "a clock" : word,
                                    usage(),
                                    (word + " " + String.join(" ", words)).strip()));
        }
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], words.get(i));
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, String text) {
        Class<?> wanted = component.getType();
        if (wanted == String.class) {
            return text;
        } else if (wanted == boolean.class || wanted.isEnum()) {
            return constant(component, text);
        }
        boolean system = component.getName().equals("system");
        long number =
                number(
                        component.getName(),
                        system && text.startsWith("#") ? text.substring(1) : text);
        if (wanted == long.class) {
            return number;
        }
        if (number != (int) number) {
            throw new IllegalArgumentException(
                    "The " + component.getName() + " " + text + " is too large");
        }
        return (int) number;
    }

    private static Object constant(RecordComponent component, String text) {
        String known = "up, down";
        if (component.getType() == boolean.class) {
            if (text.equalsIgnoreCase("up") || text.equalsIgnoreCase("down")) {
                return text.equalsIgnoreCase("up");
            }
        } else {
            for (Object constant : component.getType().getEnumConstants()) {
                if (name(constant).equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            known = constants(component.getType(), ", ");
        }
        throw new IllegalArgumentException("Give one of " + known + " instead of '" + text + "'");
    }

    private static long number(String what, String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        try {
            return digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The " + what + " is a number, not '" + text + "'", e);
        }
    }
}
