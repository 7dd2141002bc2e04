package ft.chipset.boot;

import ft.api.board.DeviceTreeNode;
import java.nio.ByteBuffer;

/**
 * What the loader tells a program in the node {@code chosen} of the device tree.
 *
 * @param arguments boot arguments, or nothing
 * @param initrdAt address of the initial RAM disk
 * @param initrdSize its bytes, or 0 if there is none
 */
record Chosen(String arguments, long initrdAt, long initrdSize) {
    /** For a program without an initial RAM disk. */
    static Chosen of(String arguments) {
        return new Chosen(arguments, 0, 0);
    }

    /** The node. */
    DeviceTreeNode node() {
        DeviceTreeNode node = DeviceTreeNode.of("chosen");
        if (!arguments.isEmpty()) {
            node = node.withStrings("bootargs", arguments);
        }
        if (initrdSize != 0) {
            node =
                    node.with("linux,initrd-start", number(initrdAt))
                            .with("linux,initrd-end", number(initrdAt + initrdSize));
        }
        return node;
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
