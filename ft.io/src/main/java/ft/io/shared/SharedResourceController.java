package ft.io.shared;

import ft.api.cpu.MainStorage;
import ft.api.cpu.Storage;
import ft.api.fault.Fault;
import ft.api.fields.StateFields;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The DMA/shared resource controller 122 of one IO subsystem.
 *
 * <p>The shared memory is not in the guest's window: it holds the traffic of copies, and a guest
 * that could read it would behave differently with and without a resynchronization.
 */
public final class SharedResourceController implements SharedResources {
    /** Size of the shared memory in bytes. */
    public static final int SHARED_MEMORY_SIZE = 64 * MainStorage.PAGE_SIZE;

    private static final long IDENTITY = 1L << 32 | 0x46545352;
    private static final SrcRegister[] BY_OFFSET = byOffset();

    private final byte[] sharedMemory = new byte[SHARED_MEMORY_SIZE];
    private final long[] values = new long[SrcRegister.values().length];
    private final LockWords locks = new LockWords();
    private final EngineFaults faults = new EngineFaults();
    private int requester = SERVICE;
    private long bytesMoved;

    /** A controller after its power-on reset. */
    public SharedResourceController() {
        reset();
    }

    private static SrcRegister[] byOffset() {
        SrcRegister[] registers = SrcRegister.values();
        int end = Arrays.stream(registers).mapToInt(SrcRegister::offset).max().orElse(0);
        SrcRegister[] table = new SrcRegister[end / 8 + 1];
        for (SrcRegister register : registers) {
            table[register.offset() / 8] = register;
        }
        return table;
    }

    /** Power-on reset. */
    public void reset() {
        Arrays.fill(values, 0);
        values[SrcRegister.IDENTITY.ordinal()] = IDENTITY;
        values[SrcRegister.RESET_CAUSE.ordinal()] = SrcRegister.RESET_ORDINARY;
        Arrays.fill(sharedMemory, (byte) 0);
        locks.reset();
        faults.reset();
        bytesMoved = 0;
    }

    /** Whether a guest's access of this shape finds a register that allows it. */
    public boolean answers(long offset, int size, boolean write) {
        SrcRegister register = at(offset);
        return register != null && size >= 4 && (!write || register.writable());
    }

    /** The name of a register, or {@code ""}. */
    public static String name(long offset) {
        SrcRegister register = at(offset);
        return register == null ? "" : register.name();
    }

    /** A guest's read; only where {@link #answers}. */
    public long read(long offset) {
        SrcRegister register = at(offset);
        if (LockWords.isLock(register) && shift(offset) == 0) {
            return locks.take(register, requester);
        }
        return get(register) >>> shift(offset);
    }

    /** A guest's write; only where {@link #answers}. */
    public void write(long offset, int size, long value) {
        SrcRegister register = at(offset);
        if (LockWords.isLock(register)) {
            locks.release(register, requester);
            return;
        }
        int index = register.ordinal();
        if (size == 8) {
            values[index] = value;
        } else {
            long mask = 0xFFFF_FFFFL << shift(offset);
            values[index] = values[index] & ~mask | value << shift(offset) & mask;
        }
    }

    @Override
    public byte[] sharedMemory() {
        return sharedMemory;
    }

    @Override
    public void fetch(Storage source, long address, int offset, int length) {
        source.read(address, sharedMemory, offset, length);
        faults.hit(sharedMemory, offset, length);
        bytesMoved += length;
    }

    @Override
    public boolean pass(int length) {
        if (faults.isArmed()) {
            return false;
        }
        bytesMoved += length;
        return true;
    }

    @Override
    public void store(Storage target, long address, byte[] data, int offset, int length) {
        byte[] moved = faults.isArmed() ? Arrays.copyOfRange(data, offset, offset + length) : data;
        int from = moved == data ? offset : 0;
        faults.hit(moved, from, length);
        target.restore(address, moved, from, length);
        bytesMoved += length;
    }

    @Override
    public void store(MainStorage target, int[] pages, byte[][] contents, int count) {
        if (faults.isArmed()) {
            SharedResources.super.store(target, pages, contents, count);
        } else {
            target.restore(pages, contents, count);
            bytesMoved += (long) count * MainStorage.PAGE_SIZE;
        }
    }

    /** Says who hears of the first hit of a fault, with its number. */
    public void onHit(IntConsumer listener) {
        faults.onHit(listener);
    }

    /** Makes the engine flip a bit from now on. */
    public void flip(int id, Fault.DmaFlip fault) {
        faults.arm(id, fault);
    }

    @Override
    public long bytesMoved() {
        return bytesMoved;
    }

    @Override
    public void set(SrcRegister register, long value) {
        if (register == SrcRegister.IDENTITY
                || register == SrcRegister.LOCK_HOLDERS
                || LockWords.isLock(register)) {
            throw new IllegalArgumentException(
                    "The register " + register + " of a shared resource controller cannot be set.");
        }
        values[register.ordinal()] = value;
    }

    @Override
    public long get(SrcRegister register) {
        if (register == SrcRegister.LOCK_HOLDERS) {
            return locks.all();
        }
        if (LockWords.isLock(register)) {
            return locks.holder(register);
        }
        return values[register.ordinal()];
    }

    @Override
    public void requester(int newRequester) {
        requester = newRequester;
    }

    @Override
    public void releaseLocks(int holder) {
        locks.releaseAll(holder);
    }

    /** Everything but the shared memory, which holds nothing between two transfers. */
    public void state(StateFields fields) {
        fields.version(1);
        for (SrcRegister register : SrcRegister.values()) {
            int index = register.ordinal();
            values[index] = fields.number(register.name(), values[index]);
        }
        locks.state(fields);
        faults.state(fields);
        bytesMoved = fields.number("bytesMoved", bytesMoved);
    }

    private static int shift(long offset) {
        return (int) (offset & 4) * 8;
    }

    private static SrcRegister at(long offset) {
        long index = offset >>> 3;
        return index < BY_OFFSET.length ? BY_OFFSET[(int) index] : null;
    }
}
