package ft.bench.parts;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.cpu.subsystem.RiscvProcessor;
import java.util.Random;

/** Main storage that is larger than a cache, with a page of bytes that no page shares. */
final class Storages {
    /** Of main storage, and of what it is compared with. */
    static final int BYTES = 64 << 20;

    static final int PAGE = MainStorage.PAGE_SIZE;

    private Storages() {}

    /** A subsystem every page of which was written; the caller closes it. */
    static CpuSubsystem filled(long seed) {
        CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(1, BYTES, 10));
        cpu.reset(new byte[0]);
        MainStorage storage = cpu.mainStorage();
        byte[] page = new byte[PAGE];
        Random random = new Random(seed);
        for (int i = 0; i < storage.pages(); i++) {
            random.nextBytes(page);
            storage.write(storage.addressOf(i), page, 0, PAGE);
        }
        return cpu;
    }

    /** The same bytes in one array. */
    static byte[] array(long seed) {
        byte[] bytes = new byte[BYTES];
        byte[] page = new byte[PAGE];
        Random random = new Random(seed);
        for (int i = 0; i < BYTES; i += PAGE) {
            random.nextBytes(page);
            System.arraycopy(page, 0, bytes, i, PAGE);
        }
        return bytes;
    }
}
