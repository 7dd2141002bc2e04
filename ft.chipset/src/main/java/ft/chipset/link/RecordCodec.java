package ft.chipset.link;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes records of a closed set of types into frames, for what is sent rarely: operator commands.
 * Components may be int, long, boolean, String, an enum, or a record of the set.
 */
public final class RecordCodec {
    private final Map<String, Class<? extends Record>> types = new HashMap<>();

    /**
     * Looked up once: each look makes new objects, and a virtual machine makes code for each of
     * those that is called.
     */
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

    /** How a type of records is taken apart and put together. */
    private record Shape(Method[] accessors, Class<?>[] parameters, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Method[] accessors = new Method[components.length];
            Class<?>[] parameters = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                accessors[i] = components[i].getAccessor();
                parameters[i] = components[i].getType();
            }
            return call(
                    () ->
                            new Shape(
                                    accessors,
                                    parameters,
                                    type.getDeclaredConstructor(parameters)));
        }
    }

    /** For all records among the permitted subclasses of sealed interfaces. */
    public RecordCodec(Class<?>... sealedTypes) {
        for (Class<?> sealed : sealedTypes) {
            for (Class<?> type : sealed.getPermittedSubclasses()) {
                types.put(type.getSimpleName(), type.asSubclass(Record.class));
            }
        }
    }

    /** Appends a record. */
    public void put(FrameBuffer out, Record value) {
        out.putText(value.getClass().getSimpleName());
        for (Method accessor : shape(value.getClass()).accessors()) {
            Object field = call(() -> accessor.invoke(value));
            if (field instanceof Integer number) {
                out.putInt(number);
            } else if (field instanceof Long number) {
                out.putLong(number);
            } else if (field instanceof Boolean flag) {
                out.putByte(flag ? 1 : 0);
            } else if (field instanceof String text) {
                out.putText(text);
            } else if (field instanceof Enum<?> constant) {
                out.putByte(constant.ordinal());
            } else if (field instanceof Record record) {
                put(out, record);
            } else {
                throw new IllegalArgumentException("No encoding for " + accessor);
            }
        }
    }

    /** Takes a record. */
    public Record get(FrameBuffer in) {
        String name = in.getText();
        Class<? extends Record> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("A frame holds a record of unknown type " + name);
        }
        Shape shape = shape(type);
        Object[] values = new Object[shape.parameters().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = field(in, shape.parameters()[i]);
        }
        return call(() -> (Record) shape.constructor().newInstance(values));
    }

    private Shape shape(Class<?> type) {
        return shapes.computeIfAbsent(type, Shape::of);
    }

    private Object field(FrameBuffer in, Class<?> type) {
        if (type == int.class) {
            return in.getInt();
        } else if (type == long.class) {
            return in.getLong();
        } else if (type == boolean.class) {
            return in.getByte() != 0;
        } else if (type == String.class) {
            return in.getText();
        } else if (type.isEnum()) {
            return type.getEnumConstants()[in.getByte()];
        }
        return get(in);
    }

    private interface Reflective<T> {
        T call() throws ReflectiveOperationException;
    }

    private static <T> T call(Reflective<T> reflective) {
        try {
            return reflective.call();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
