package ft.device.kit.bench;

import ft.api.device.Device;
import ft.api.device.StateContent;
import ft.api.fields.StateFields;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of a device's state in words, to compare them. Contents, such as of a disk, are not.
 */
final class FieldList implements StateFields {
    private final String prefix;
    private final Map<String, String> fields;

    private FieldList(String prefix, Map<String, String> fields) {
        this.prefix = prefix;
        this.fields = fields;
    }

    static Map<String, String> of(Device device) {
        Map<String, String> fields = new TreeMap<>();
        device.state(new FieldList("", fields));
        return fields;
    }

    private void note(String name, String value) {
        if (fields.put(prefix + name, value) != null) {
            throw new IllegalStateException(
                    "The state field " + prefix + name + " is named twice.");
        }
    }

    @Override
    public long number(String name, long value) {
        note(name, "0x" + Long.toHexString(value));
        return value;
    }

    @Override
    public byte[] bytes(String name, byte[] value) {
        note(name, "%d bytes, %08x".formatted(value.length, Arrays.hashCode(value)));
        return value;
    }

    @Override
    public int version(int current) {
        if (fields.keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
            throw new IllegalStateException("The version is not the first that state names.");
        }
        return current;
    }

    @Override
    public void content(String name, StateContent content) {
        note(name, content.size() + " bytes of content");
    }

    @Override
    public StateFields part(String name, Object owner) {
        return new FieldList(prefix + name + ".", fields);
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public boolean isSnapshot() {
        return false;
    }
}
