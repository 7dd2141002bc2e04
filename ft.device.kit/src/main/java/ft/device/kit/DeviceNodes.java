package ft.device.kit;

import ft.api.board.DeviceTreeNode;
import ft.api.slot.DeviceContext;

/** Device tree nodes of what sits in a slot. */
public final class DeviceNodes {
    private DeviceNodes() {}

    /** A node with the slot's address, window and interrupt. */
    public static DeviceTreeNode of(String name, DeviceContext context, String... compatible) {
        return of(name, context.base(), context.size(), context.interrupt().source(), compatible);
    }

    /** A node of an address, a window and a source of the PLIC, 0 for none. */
    public static DeviceTreeNode of(
            String name, long base, long size, int source, String... compatible) {
        DeviceTreeNode node =
                DeviceTreeNode.of(name + "@" + Long.toHexString(base))
                        .withStrings("compatible", compatible)
                        .withReg(base, size);
        return source == 0 ? node : node.withCells("interrupts", source);
    }
}
