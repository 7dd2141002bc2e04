package ft.api.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of the device tree that the board hands to firmware and kernel (Devicetree Specification
 * 0.4). Immutable; built with {@link #of(String)} and the {@code with} methods.
 *
 * @param name node name with unit address, such as {@code serial@10000000}; the root is {@code ""}
 * @param properties property values in the encoding of the flattened tree, in order
 * @param children child nodes, in order
 */
public record DeviceTreeNode(
        String name, Map<String, byte[]> properties, List<DeviceTreeNode> children) {

    /** Copies both collections, keeping their order. */
    public DeviceTreeNode {
        properties = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        children = List.copyOf(children);
    }

    /** An empty node. */
    public static DeviceTreeNode of(String name) {
        return new DeviceTreeNode(name, Map.of(), List.of());
    }

    /** This node with a property of raw bytes. */
    public DeviceTreeNode with(String property, byte[] value) {
        Map<String, byte[]> more = new LinkedHashMap<>(properties);
        more.put(property, value.clone());
        return new DeviceTreeNode(name, more, children);
    }

    /** This node with an empty (boolean) property. */
    public DeviceTreeNode with(String property) {
        return with(property, new byte[0]);
    }

    /** This node with a list of NUL terminated strings. */
    public DeviceTreeNode withStrings(String property, String... values) {
        StringBuilder all = new StringBuilder();
        for (String value : values) {
            all.append(value).append('\0');
        }
        return with(property, all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** This node with 32 bit cells. */
    public DeviceTreeNode withCells(String property, long... cells) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * cells.length);
        for (long cell : cells) {
            bytes.putInt((int) cell);
        }
        return with(property, bytes.array());
    }

    /** This node with pairs of 64 bit numbers, as {@code reg} with two address and size cells. */
    public DeviceTreeNode withReg(long... addressesAndSizes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * addressesAndSizes.length);
        for (long number : addressesAndSizes) {
            bytes.putLong(number);
        }
        return with("reg", bytes.array());
    }

    /** This node with one more child. */
    public DeviceTreeNode with(DeviceTreeNode child) {
        List<DeviceTreeNode> more = new ArrayList<>(children);
        more.add(child);
        return new DeviceTreeNode(name, properties, more);
    }
}
