package ft.chipset.record;

import ft.api.server.Operation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Operations as words: {@code Pull 1 CPU}, {@code Inject "register 1 0 sp 4"}. */
final class OperationText {
    private OperationText() {}

    static List<Object> words(Operation operation) {
        List<Object> words = new ArrayList<>(List.of(operation.getClass().getSimpleName()));
        if (operation instanceof Operation.Inject inject) {
            words.add(inject.text());
            return words;
        }
        try {
            for (RecordComponent component : operation.getClass().getRecordComponents()) {
                words.add(component.getAccessor().invoke(operation));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return words;
    }

    /**
     * Reads what {@link #words} gives.
     *
     * @throws IllegalArgumentException if there is no such operation
     */
    static Operation parse(List<String> words) {
        for (Class<?> type : Operation.class.getPermittedSubclasses()) {
            if (type.getSimpleName().equals(words.get(0))) {
                List<String> values = words.subList(1, words.size());
                return type == Operation.Inject.class
                        ? Operation.Inject.parse(values.get(0))
                        : make(type, values);
            }
        }
        throw new IllegalArgumentException("there is no operation " + words.get(0));
    }

    private static Operation make(Class<?> type, List<String> values) {
        RecordComponent[] components = type.getRecordComponents();
        if (values.size() != components.length) {
            throw new IllegalArgumentException("an operation has other words");
        }
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = value(types[i], values.get(i));
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return (Operation) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Class<?> type, String word) {
        if (type == int.class) {
            return Integer.parseInt(word);
        }
        for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
            if (((Enum<?>) constant).name().equals(word)) {
                return constant;
            }
        }
        if (type.isEnum()) {
            throw new IllegalArgumentException("there is no " + word);
        }
        return word;
    }
}
