package ft.device.kit.state;

import ft.api.device.StateContent;
import ft.api.fields.StateFields;
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
    private final Map<String, SavedState> parts;
    private final int version;

    private SavedState(Saver saver) {
        numbers = Map.copyOf(saver.numbers);
        bytes = Map.copyOf(saver.bytes);
        Map<String, SavedState> done = new HashMap<>();
        saver.parts.forEach((name, part) -> done.put(name, part.done()));
        parts = done;
        version = saver.version;
    }

    /** Notes what a device names. */
    public static Saver saver() {
        return new Saver();
    }

    /** Gives a device what was noted. */
    public StateFields loader() {
        return new Loader();
    }

    private static String block(String content, long position) {
        return content + " at " + position;
    }

    /** Collects the fields of one device. */
    public static final class Saver implements StateFields {
        private final Map<String, Long> numbers = new LinkedHashMap<>();
        private final Map<String, byte[]> bytes = new HashMap<>();
        private final Map<String, Saver> parts = new HashMap<>();
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

        @Override
        public void content(String name, StateContent content) {
            number(name, content.size());
            for (long at = 0; at < content.size(); at += StateContent.BLOCK) {
                if (!content.isHole(at)) {
                    int length = (int) Math.min(StateContent.BLOCK, content.size() - at);
                    byte[] block = new byte[length];
                    content.read(at, block, 0, length);
                    bytes.put(block(name, at), block);
                }
            }
        }

        @Override
        public StateFields part(String name, Object owner) {
            requireNew(name);
            Saver part = new Saver();
            parts.put(name, part);
            return part;
        }

        @Override
        public boolean isLoading() {
            return false;
        }

        @Override
        public boolean isSnapshot() {
            return false;
        }

        /** What has been noted. */
        public SavedState done() {
            return new SavedState(this);
        }

        private void requireNew(String name) {
            if (numbers.containsKey(name) || bytes.containsKey(name) || parts.containsKey(name)) {
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
            if (version > current) {
                throw new IllegalArgumentException(
                        "it was saved by version %d of its code's fields, and this is version %d, which cannot read it"
                                .formatted(version, current));
            }
            return version;
        }

        @Override
        public void content(String name, StateContent content) {
            if (!numbers.containsKey(name)) {
                return;
            }
            for (long at = 0; at < content.size(); at += StateContent.BLOCK) {
                int length = (int) Math.min(StateContent.BLOCK, content.size() - at);
                byte[] block = bytes.get(block(name, at));
                if (block != null) {
                    content.write(at, block, 0, length);
                } else if (!content.isHole(at)) {
                    content.write(at, new byte[length], 0, length);
                }
            }
        }

        @Override
        public StateFields part(String name, Object owner) {
            SavedState part = parts.get(name);
            return (part == null ? saver().done() : part).loader();
        }

        @Override
        public boolean isLoading() {
            return true;
        }

        @Override
        public boolean isSnapshot() {
            return false;
        }
    }
}
