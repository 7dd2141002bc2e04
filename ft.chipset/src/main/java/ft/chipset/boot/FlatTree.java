package ft.chipset.boot;

import ft.api.board.DeviceTreeNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the flattened form of a device tree (Devicetree Specification 0.4, version 17). */
public final class FlatTree {
    private static final int MAGIC = 0xd00dfeed;
    private static final int HEADER = 40;
    private static final int RESERVATIONS = 16;
    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int END = 9;

    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    private FlatTree() {}

    /** Flattens a tree. */
    public static byte[] write(DeviceTreeNode root) {
        FlatTree flat = new FlatTree();
        flat.node(root);
        flat.word(END);
        return flat.assemble();
    }

    private byte[] assemble() {
        int structureAt = HEADER + RESERVATIONS;
        int stringsAt = structureAt + structure.size();
        int total = stringsAt + strings.size();
        ByteBuffer out = ByteBuffer.allocate(total);
        out.putInt(MAGIC).putInt(total).putInt(structureAt).putInt(stringsAt).putInt(HEADER);
        out.putInt(17).putInt(16).putInt(0).putInt(strings.size()).putInt(structure.size());
        out.putLong(0).putLong(0);
        out.put(structure.toByteArray()).put(strings.toByteArray());
        return out.array();
    }

    private void node(DeviceTreeNode node) {
        word(BEGIN_NODE);
        text(structure, node.name());
        pad();
        node.properties().forEach(this::property);
        node.children().forEach(this::node);
        word(END_NODE);
    }

    private void property(String name, byte[] value) {
        word(PROPERTY);
        word(value.length);
        word(
                names.computeIfAbsent(
                        name,
                        added -> {
                            int at = strings.size();
                            text(strings, added);
                            return at;
                        }));
        structure.writeBytes(value);
        pad();
    }

    private void word(int value) {
        structure.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    private void pad() {
        while (structure.size() % 4 != 0) {
            structure.write(0);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }
}
