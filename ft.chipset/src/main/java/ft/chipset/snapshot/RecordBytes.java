package ft.chipset.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists of records as bytes, for what a server tells the outside about itself. Components may be
 * int, long, double, boolean, text, instants, optional instants, constants, records, sealed
 * interfaces of records, and maps from texts to numbers; objects may be null.
 */
public final class RecordBytes {
    private RecordBytes() {}

    /** Writes records. */
    public static byte[] write(List<? extends Record> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(records.size());
            for (Record each : records) {
                fields(out, each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads records.
     *
     * @throws IllegalArgumentException if these are no records of this type
     */
    public static <T extends Record> List<T> read(byte[] bytes, Class<T> type) {
        List<T> records = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = in.readInt(); left > 0; left--) {
                records.add(record(in, type));
            }
            return records;
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "what was saved is no list of " + type.getSimpleName(), e);
        }
    }

    private static void fields(DataOutputStream out, Record value) throws IOException {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                put(out, component.getType(), accessor.invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The record " + value + " cannot be read", e);
            }
        }
    }

    private static void put(DataOutputStream out, Class<?> type, Object value) throws IOException {
        if (type == int.class) {
            out.writeInt((Integer) value);
        } else if (type == long.class) {
            out.writeLong((Long) value);
        } else if (type == double.class) {
            out.writeDouble((Double) value);
        } else if (type == boolean.class) {
            out.writeBoolean((Boolean) value);
        } else {
            boolean there = value != null && !value.equals(Optional.empty());
            out.writeBoolean(there);
            if (there) {
                object(out, type, value);
            }
        }
    }

    private static void object(DataOutputStream out, Class<?> type, Object value)
            throws IOException {
        if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Enum<?> constant) {
            text(out, constant.name());
        } else if (value instanceof Instant instant) {
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        } else if (value instanceof Optional<?> optional) {
            object(out, Instant.class, optional.orElseThrow());
        } else if (value instanceof Map<?, ?> map) {
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text(out, (String) entry.getKey());
                out.writeLong((Long) entry.getValue());
            }
        } else {
            if (type.isSealed()) {
                text(out, value.getClass().getSimpleName());
            }
            fields(out, (Record) value);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    private static <T> T record(DataInputStream in, Class<T> type)
            throws IOException, ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            values[i] = get(in, parameters[i]);
        }
        Constructor<T> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true); // not every record is public
        return constructor.newInstance(values);
    }

    private static Object get(DataInputStream in, Class<?> type)
            throws IOException, ReflectiveOperationException {
        if (type == int.class) {
            return in.readInt();
        } else if (type == long.class) {
            return in.readLong();
        } else if (type == double.class) {
            return in.readDouble();
        } else if (type == boolean.class) {
            return in.readBoolean();
        }
        boolean there = in.readBoolean();
        if (type == Optional.class) {
            return there ? Optional.of(instant(in)) : Optional.empty();
        }
        return there ? object(in, type) : null;
    }

    private static Object object(DataInputStream in, Class<?> type)
            throws IOException, ReflectiveOperationException {
        if (type == String.class) {
            return text(in);
        } else if (type.isEnum()) {
            String name = text(in);
            return Arrays.stream(type.getEnumConstants())
                    .filter(each -> ((Enum<?>) each).name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no " + name));
        } else if (type == Instant.class) {
            return instant(in);
        } else if (type == Map.class) {
            Map<String, Long> map = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                map.put(text(in), in.readLong());
            }
            return map;
        } else if (type.isSealed()) {
            String name = text(in);
            for (Class<?> each : type.getPermittedSubclasses()) {
                if (each.getSimpleName().equals(name)) {
                    return record(in, each);
                }
            }
            throw new IOException("There is no " + name);
        }
        return record(in, type);
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] encoded = new byte[in.readInt()];
        in.readFully(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
