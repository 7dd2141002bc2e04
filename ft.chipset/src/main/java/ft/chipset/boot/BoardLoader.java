package ft.chipset.boot;

import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.guest.GuestProgram;
import ft.api.server.ServerException;
import ft.chipset.controller.ControllerHost.Boot;
import java.util.List;

/**
 * Puts a guest and its device tree into main storage, as a boot loader does from disk (T103), and
 * tells what firmware has to know to start it.
 */
public final class BoardLoader {
    /** The tree lies below this address, which every guest with 32 bit device addresses reaches. */
    private static final long TREE_LIMIT = 0xC000_0000L;

    private BoardLoader() {}

    /** Loads. */
    public static Boot load(GuestProgram guest, CpuSubsystem cpu, List<DeviceTreeNode> io)
            throws ServerException {
        MainStorage memory = cpu.mainStorage();
        ElfImage image = ElfImage.parse(guest.name(), guest.image());
        image.requireFit(guest.name(), memory.base(), memory.size());
        byte[] tree = FlatTree.write(BoardTree.build(guest.arguments(), cpu.deviceTree(), io));
        long top = Math.min(memory.base() + memory.size(), TREE_LIMIT);
        long address = (top - tree.length) & -MainStorage.PAGE_SIZE;
        if (address < memory.base() || image.overlaps(address, top)) {
            throw new ServerException(
                    guest.name()
                            + " leaves no room for the device tree of "
                            + tree.length
                            + " bytes below "
                            + String.format("0x%x", top)
                            + "; give the server more memory");
        }
        image.load(memory);
        memory.write(address, tree, 0, tree.length);
        return new Boot(image.entry(), address, 0);
    }
}
