package ft.device.kit;

import ft.api.board.DeviceTreeNode;
import ft.api.slot.DeviceContext;

/** Device tree nodes of what sits in a slot. */
public final class DeviceNodes {
    private DeviceNodes() {}

    /** A node with the slot's address, window and interrupt. */
    public static DeviceTreeNode of(String name, DeviceContext context, String... compatible) {
        DeviceTreeNode node =
                DeviceTreeNode.of(name + "@" + Long.toHexString(context.base()))
                        .withStrings("compatible", compatible)
                        .withReg(context.base(), context.size());
        int source = context.interrupt().source();
        return source == 0 ? node : node.withCells("interrupts", source);
    }
}
