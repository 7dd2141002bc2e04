package ft.chipset.boot;

import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.guest.GuestProgram;
import ft.api.server.ServerException;
import ft.chipset.controller.side.ControllerHost.Boot;
import java.util.List;

/**
 * Puts a guest and its device tree into main storage, as a boot loader does from disk (T103), and
 * tells what firmware has to know to start it.
 */
public final class BoardLoader {
    /** The tree lies below this address, which every guest with 32 bit device addresses reaches. */
    private static final long TREE_LIMIT = 0xC000_0000L;

    private BoardLoader() {}

    /**
     * Looks whether a guest can be loaded.
     *
     * @param base first address of main storage
     * @param size its bytes
     * @throws ServerException with one sentence when it cannot
     */
    public static void check(GuestProgram guest, long base, long size) throws ServerException {
        if (guest.isSupervisor()) {
            SupervisorLayout.of(guest, base, size);
        } else {
            bare(guest, base, size);
        }
    }

    private static ProgramImage bare(GuestProgram guest, long base, long size)
            throws ServerException {
        String name = guest.name();
        if (KernelImage.isOne(guest.image())) {
            throw new ServerException(
                    name
                            + " is no ELF file but looks like a kernel, which needs an SBI firmware"
                            + " below it; give OpenSBI's fw_dynamic.bin with it");
        }
        if (guest.initrd().length != 0) {
            throw new ServerException(
                    name
                            + " has an initial RAM disk but no SBI firmware; give OpenSBI's"
                            + " fw_dynamic.bin with it");
        }
        ProgramImage image = ElfImage.parse(name, guest.image());
        image.requireFit(name, base, size);
        return image;
    }

    /**
     * Loads.
     *
     * @param tree the flattened device tree of this guest and board
     */
    public static Boot load(GuestProgram guest, CpuSubsystem cpu, byte[] tree)
            throws ServerException {
        return guest.isSupervisor() ? loadSupervisor(guest, cpu, tree) : loadBare(guest, cpu, tree);
    }

    /**
     * The flattened device tree of a board.
     *
     * @param guest what is told of in it, or null
     */
    public static byte[] tree(GuestProgram guest, CpuSubsystem cpu, List<DeviceTreeNode> io)
            throws ServerException {
        return FlatTree.write(BoardTree.build(chosen(guest, cpu), cpu.deviceTree(), io));
    }

    private static Chosen chosen(GuestProgram guest, CpuSubsystem cpu) throws ServerException {
        if (guest == null) {
            return Chosen.of("");
        }
        if (!guest.isSupervisor()) {
            return Chosen.of(guest.arguments());
        }
        MainStorage memory = cpu.mainStorage();
        SupervisorLayout layout = SupervisorLayout.of(guest, memory.base(), memory.size());
        return new Chosen(guest.arguments(), layout.initrdAt(), guest.initrd().length);
    }

    private static Boot loadSupervisor(GuestProgram guest, CpuSubsystem cpu, byte[] tree)
            throws ServerException {
        MainStorage memory = cpu.mainStorage();
        return SupervisorLayout.of(guest, memory.base(), memory.size()).load(guest, tree, memory);
    }

    private static Boot loadBare(GuestProgram guest, CpuSubsystem cpu, byte[] tree)
            throws ServerException {
        MainStorage memory = cpu.mainStorage();
        ProgramImage image = bare(guest, memory.base(), memory.size());
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
