package ft.api.io;

import ft.api.cpu.MainStorage;
import ft.api.cpu.Storage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * DMA/shared resource controller 122 (P6 [0036], FIG. 6): a DMA engine, a shared memory and an
 * inter-system mailbox. Firmware sees its registers at {@link ft.api.board.BoardMap#SRC_BASE};
 * register layout in {@link SrcRegister}.
 *
 * <p><b>Threading:</b> that of its {@link IoSubsystem}.
 */
@ProviderType
public interface SharedResources {
    /**
     * Holder of a lock, and requester: the service. All CPU subsystems that provide it are one
     * requester, because they send one request. What system <i>n</i> sends while it is not in
     * service comes from requester {@link #issuer issuer(n)}.
     */
    int SERVICE = 1;

    /** The requester that a system is while it is not in service (P6 [0077]). */
    static int issuer(int system) {
        return SERVICE + 1 + system;
    }

    /** Shared memory the DMA engine stages pages in. Its length is a multiple of the page size. */
    byte[] sharedMemory();

    /**
     * The first half of a copy (P6 [0048]-[0049]): reads main storage, or the firmware's reserved
     * memory, into shared memory.
     *
     * @param offset into {@link #sharedMemory()}
     */
    void fetch(Storage source, long address, int offset, int length);

    /**
     * The first half of a copy whose content need not be staged, because the crosslink takes it
     * from where it lies. Counts the bytes as moved.
     *
     * @return false if the engine would change what it moves, and so has to {@link #fetch} it
     */
    boolean pass(int length);

    /** The second half ([0050]), on the receiving side. */
    void store(Storage target, long address, byte[] data, int offset, int length);

    /**
     * {@link #store(Storage, long, byte[], int, int)} of whole pages.
     *
     * @param pages their numbers, none twice
     * @param contents what comes into them, from the begin of each array on
     * @param count how many there are of both, from 0 on
     */
    default void store(MainStorage target, int[] pages, byte[][] contents, int count) {
        for (int i = 0; i < count; i++) {
            store(target, target.addressOf(pages[i]), contents[i], 0, MainStorage.PAGE_SIZE);
        }
    }

    /** Bytes the DMA engine moved since power on, both halves. */
    long bytesMoved();

    /** Sets a register, as the FT controller does with state, mode and boot parameters. */
    void set(SrcRegister register, long value);

    /** Value of a register; looking at a lock word does not take the lock. */
    long get(SrcRegister register);

    /**
     * Says whose the requests are that the IO subsystem is given from now on.
     *
     * @param requester {@link #SERVICE} or an {@link #issuer issuer}
     */
    void requester(int requester);

    /** Releases every lock that a requester holds, because it is isolated, reset or off. */
    void releaseLocks(int requester);
}
