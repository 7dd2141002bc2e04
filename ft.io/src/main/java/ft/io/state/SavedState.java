package ft.io.state;

import ft.api.device.StateFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * State of a device by field names, as {@link ft.api.device.Device#state} named them. Holds numbers
 * and bytes only, so it outlives the class that saved it.
 */
public final class SavedState {
    private final Map<String, Long> numbers;
    private final Map<String, byte[]> bytes;
    private final int version;

    private SavedState(Map<String, Long> numbers, Map<String, byte[]> bytes, int version) {
        this.numbers = Map.copyOf(numbers);
        this.bytes = Map.copyOf(bytes);
        this.version = version;
    }

    /** Notes what a device names. */
    public static Saver saver() {
        return new Saver();
    }

    /** Gives a device what was noted. */
    public StateFields loader() {
        return new Loader();
    }

    /** Collects the fields of one device. */
    public static final class Saver implements StateFields {
        private final Map<String, Long> numbers = new LinkedHashMap<>();
        private final Map<String, byte[]> bytes = new HashMap<>();
        private int version;

        private Saver() {}

        @Override
        public long number(String name, long value) {
            requireNew(name);
            numbers.put(name, value);
            return value;
        }

        @Override
        public byte[] bytes(String name, byte[] value) {
            requireNew(name);
            bytes.put(name, value.clone());
            return value;
        }

        @Override
        public int version(int current) {
            version = current;
            return current;
        }

        /** What has been noted. */
        public SavedState done() {
            return new SavedState(numbers, bytes, version);
        }

        private void requireNew(String name) {
            if (numbers.containsKey(name) || bytes.containsKey(name)) {
                throw new IllegalStateException("The state field " + name + " is named twice.");
            }
        }
    }

    private final class Loader implements StateFields {
        @Override
        public long number(String name, long value) {
            return numbers.getOrDefault(name, value);
        }

        @Override
        public byte[] bytes(String name, byte[] value) {
            byte[] saved = bytes.get(name);
            return saved == null ? value : saved.clone();
        }

        @Override
        public int version(int current) {
            return version;
        }
    }
}
