package ft.chipset.boot;

import ft.api.cpu.MainStorage;
import ft.api.guest.GuestProgram;
import ft.api.server.ServerException;
import ft.chipset.controller.side.ControllerHost.Boot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a program of supervisor mode and what belongs to it lie in main storage. From below: SBI
 * firmware, the program, nothing, the initial RAM disk, what firmware is told, the device tree.
 *
 * @param program the program at its place
 * @param sbiAt address of the SBI firmware, the beginning of main storage
 * @param initrdAt address of the initial RAM disk; where it would be if there is none
 * @param infoAt address of what the firmware is told about the next stage
 */
record SupervisorLayout(ProgramImage program, long sbiAt, long initrdAt, long infoAt) {
    /** What firmware may take from the beginning of main storage on, with its heap and stacks. */
    static final long SBI_ROOM = 2L << 20;

    /** The tree has this much with what is told; firmware adds nodes to the tree in its place. */
    static final long TREE_ROOM = 2L << 20;

    /** Below this every 32 bit address of a device and every first mapping of a kernel reaches. */
    private static final long TREE_LIMIT = 0xC000_0000L;

    private static final int ELF = 0x464c457f;
    private static final long INFO_MAGIC = 0x4942534f; // OSBI
    private static final long INFO_VERSION = 2;
    private static final long INFO_SUPERVISOR = 1;
    private static final int INFO_SIZE = 48;

    /**
     * Finds a place for everything.
     *
     * @param base first address of main storage
     * @param size its bytes
     * @throws ServerException with one sentence when something is no image or does not fit
     */
    static SupervisorLayout of(GuestProgram guest, long base, long size) throws ServerException {
        String name = guest.name();
        requireSbi(name, guest.sbi());
        long top = Math.min(base + size, TREE_LIMIT) & -TREE_ROOM;
        long infoAt = top - TREE_ROOM;
        long initrdAt = (infoAt - guest.initrd().length) & -MainStorage.PAGE_SIZE;
        if (initrdAt < base + SBI_ROOM) {
            throw new ServerException(
                    String.format(
                            "%s needs 4 MiB of main storage below 0x%x and %d bytes for its"
                                    + " initial RAM disk; give the server more memory",
                            name, top, guest.initrd().length));
        }
        ProgramImage program;
        if (KernelImage.isOne(guest.image())) {
            program = KernelImage.parse(name, guest.image(), size).at(base, base + SBI_ROOM);
        } else {
            program = ElfImage.parse(name, guest.image());
        }
        program.requireFit(name, base + SBI_ROOM, size - SBI_ROOM);
        if (program.overlaps(initrdAt, top)) {
            throw new ServerException(
                    String.format(
                            "%s collides with its initial RAM disk of %d bytes or the device tree"
                                    + " above it, which lie from 0x%x to 0x%x; give the server"
                                    + " more memory",
                            name, guest.initrd().length, initrdAt, top - 1));
        }
        return new SupervisorLayout(program, base, initrdAt, infoAt);
    }

    private static void requireSbi(String name, byte[] sbi) throws ServerException {
        if (sbi.length >= 4
                && ByteBuffer.wrap(sbi).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == ELF) {
            throw new ServerException(
                    "The SBI firmware of "
                            + name
                            + " is an ELF file; give the raw image, OpenSBI's fw_dynamic.bin");
        }
        if (sbi.length > SBI_ROOM / 2) {
            throw new ServerException(
                    "The SBI firmware of "
                            + name
                            + " has "
                            + sbi.length
                            + " bytes, more than 1 MiB; give OpenSBI's fw_dynamic.bin");
        }
    }

    /** Address of the device tree. */
    long treeAt() {
        return infoAt + MainStorage.PAGE_SIZE;
    }

    /** Puts everything there. */
    Boot load(GuestProgram guest, byte[] tree, MainStorage memory) throws ServerException {
        if (tree.length > (TREE_ROOM - MainStorage.PAGE_SIZE) / 2) {
            throw new ServerException(
                    "The device tree for "
                            + guest.name()
                            + " has "
                            + tree.length
                            + " bytes, more than there is room for; give the server fewer devices");
        }
        memory.write(sbiAt, guest.sbi(), 0, guest.sbi().length);
        program.load(memory);
        memory.write(initrdAt, guest.initrd(), 0, guest.initrd().length);
        memory.write(infoAt, info(), 0, INFO_SIZE);
        memory.write(treeAt(), tree, 0, tree.length);
        return new Boot(sbiAt, treeAt(), infoAt);
    }

    /** OpenSBI's {@code fw_dynamic_info}: where the next stage is, its mode, and the boot hart. */
    private byte[] info() {
        return ByteBuffer.allocate(INFO_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(INFO_MAGIC)
                .putLong(INFO_VERSION)
                .putLong(program.entry())
                .putLong(INFO_SUPERVISOR)
                .putLong(0) // options
                .putLong(0) // hart 0 boots
                .array();
    }
}
