package ft.chipset.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.guest.GuestProgram;
import ft.api.server.ServerException;
import ft.chipset.controller.side.ControllerHost.Boot;
import ft.cpu.subsystem.RiscvProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guest and device tree share main storage without touching each other. */
class BoardLoaderTest {
    private static final long BASE = BoardMap.DRAM_BASE;
    private static final long TREE_LIMIT = 0xC000_0000L;

    private static Boot load(long memory, byte[] image) throws ServerException {
        try (CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(1, memory, 10))) {
            cpu.reset(new byte[0]);
            GuestProgram guest = new GuestProgram("guest.elf", image, "");
            Boot boot = BoardLoader.load(guest, cpu, BoardLoader.tree(guest, cpu, List.of()));
            byte[] magic = new byte[4];
            cpu.mainStorage().read(boot.tree(), magic, 0, 4);
            assertThat(magic).containsExactly(0xd0, 0x0d, 0xfe, 0xed);
            byte[] first = new byte[4];
            cpu.mainStorage().read(boot.entry(), first, 0, 4);
            assertThat(first).containsExactly(0x13, 0, 0, 0);
            return boot;
        }
    }

    private static byte[] nops(int bytes) {
        byte[] code = new byte[bytes];
        for (int i = 0; i < bytes; i += 4) {
            code[i] = 0x13;
        }
        return code;
    }

    @Test
    void theTreeIsAtTheTopOfMemory() throws ServerException {
        Boot boot = load(8 << 20, ElfFile.program(0x13));
        assertThat(boot.entry()).isEqualTo(BASE);
        assertThat(boot.tree()).isBetween(BASE + (7 << 20), BASE + (8 << 20) - 1);
        assertThat(boot.tree() % 8).isZero();
    }

    @Test
    void theTreeOfALargeMemoryIsBelowFourGigabytes() throws ServerException {
        Boot boot = load(4L << 30, ElfFile.program(0x13));
        assertThat(boot.tree()).isBetween(TREE_LIMIT - (1 << 20), TREE_LIMIT - 1);
    }

    @Test
    void aGuestThatFillsMemoryLeavesNoRoom() {
        byte[] image = new ElfFile().segment(BASE, nops(8), 8, 8 << 20).bytes();
        assertThatThrownBy(() -> load(8 << 20, image))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("guest.elf", "no room", "device tree", "more memory");
    }

    /** Below the place of the tree, over it, and beyond: only the middle one is in its way. */
    @Test
    void aSegmentOverTheTreeIsSeenWhereverTheOthersAre() throws ServerException {
        ElfFile around =
                new ElfFile()
                        .segment(BASE, nops(8))
                        .segment(TREE_LIMIT, nops(8))
                        .segment(TREE_LIMIT + 0x1000_0000, nops(8));
        load(4L << 30, around.bytes());
        byte[] over = around.segment(TREE_LIMIT - 0x4000, nops(0x4000)).bytes();
        assertThatThrownBy(() -> load(4L << 30, over))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no room");
    }
}
