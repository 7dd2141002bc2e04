package ft.chipset.boot;

import ft.api.board.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.util.List;

/** The device tree of the whole board, from what its parts contribute. */
final class BoardTree {
    /** Phandle of the PLIC, which every device's interrupt goes to. */
    private static final int PLIC_PHANDLE = 16;

    private static final int POWER_OFF = 0x5555;
    private static final int REBOOT = 0x7777;

    private BoardTree() {}

    /**
     * Builds the tree.
     *
     * @param told what the loader tells the program
     * @param cpu nodes of the CPU subsystem; {@code cpus} and {@code memory@...} go to the root
     * @param io nodes of all IO subsystems
     */
    static DeviceTreeNode build(Chosen told, List<DeviceTreeNode> cpu, List<DeviceTreeNode> io) {
        DeviceTreeNode chosen = told.node();
        DeviceTreeNode soc =
                DeviceTreeNode.of("soc")
                        .withCells("#address-cells", 2)
                        .withCells("#size-cells", 2)
                        .withStrings("compatible", "simple-bus")
                        .withCells("interrupt-parent", PLIC_PHANDLE)
                        .with("ranges");
        DeviceTreeNode root =
                DeviceTreeNode.of("")
                        .withCells("#address-cells", 2)
                        .withCells("#size-cells", 2)
                        .withStrings("compatible", "riscv-virtio")
                        .withStrings("model", "riscv-virtio,ft");
        for (DeviceTreeNode node : io) {
            if (node.name().startsWith("serial@")
                    && !chosen.properties().containsKey("stdout-path")) {
                chosen = chosen.withStrings("stdout-path", "/soc/" + node.name());
            }
        }
        root = root.with(chosen);
        for (DeviceTreeNode node : cpu) {
            if (node.name().equals("cpus") || node.name().startsWith("memory@")) {
                root = root.with(node);
            } else {
                soc = soc.with(node);
            }
        }
        DeviceTreeNode syscon = null;
        for (DeviceTreeNode node : io) {
            soc = soc.with(node);
            if (syscon == null && isSyscon(node)) {
                syscon = node;
            }
        }
        if (syscon != null) {
            int phandle = ByteBuffer.wrap(syscon.properties().get("phandle")).getInt();
            root =
                    root.with(power("poweroff", "syscon-poweroff", phandle, POWER_OFF))
                            .with(power("reboot", "syscon-reboot", phandle, REBOOT));
        }
        return root.with(soc);
    }

    private static boolean isSyscon(DeviceTreeNode node) {
        byte[] compatible = node.properties().get("compatible");
        return compatible != null
                && node.properties().containsKey("phandle")
                && new String(compatible, java.nio.charset.StandardCharsets.UTF_8)
                        .contains("syscon");
    }

    private static DeviceTreeNode power(String name, String compatible, int phandle, int value) {
        return DeviceTreeNode.of(name)
                .withStrings("compatible", compatible)
                .withCells("regmap", phandle)
                .withCells("offset", 0)
                .withCells("value", value);
    }
}
