package ft.chipset.access;

import ft.api.fields.StateFields;
import ft.api.io.AccessRegister;
import java.util.Arrays;

/**
 * The registers of a system's access control: the class of its requests out of service, and the
 * latch of master aborts. They belong to the CPU subsystem rather than to an IO subsystem: a guest
 * must read the same whichever system goes on with the service, so duplicated systems hold the same
 * and {@link #save} goes along with a context.
 */
public final class AccessRegisters {
    private static final long ASYNCHRONOUS = 1;
    private static final long FULL = 1;
    private static final long WRITE = 1 << 1;
    private static final long OVERRUN = 1 << 2;
    private static final int SIZE_SHIFT = 8;
    private static final int HART_SHIFT = 16;
    private static final int CAUSE_SHIFT = 24;
    private static final AccessRegister[] ALL = AccessRegister.values();

    private final long[] values = new long[ALL.length];

    /** Registers after a power-on reset. */
    public AccessRegisters() {
        powerOnReset();
    }

    /** The power-on reset of the CPU subsystem. */
    public void powerOnReset() {
        Arrays.fill(values, 0);
        reset();
    }

    /** A reset of the CPU subsystem; what was latched tells why it was needed, and stays. */
    public void reset() {
        set(AccessRegister.REQUEST_CLASS, ASYNCHRONOUS);
    }

    /** Whether requests out of service are of class ASYNC. */
    public boolean asynchronous() {
        return get(AccessRegister.REQUEST_CLASS) == ASYNCHRONOUS;
    }

    /** Counts a master abort, and latches it if the latch is empty. */
    public void abort(long address, int size, boolean write, int hart, AbortCause cause) {
        set(AccessRegister.ABORT_COUNT, get(AccessRegister.ABORT_COUNT) + 1);
        long status = get(AccessRegister.ABORT_STATUS);
        if ((status & FULL) != 0) {
            set(AccessRegister.ABORT_STATUS, status | OVERRUN);
            return;
        }
        set(AccessRegister.ABORT_ADDRESS, address);
        set(
                AccessRegister.ABORT_STATUS,
                FULL
                        | (write ? WRITE : 0)
                        | (long) size << SIZE_SHIFT
                        | (long) hart << HART_SHIFT
                        | (long) cause.ordinal() << CAUSE_SHIFT);
    }

    /** Value of a register. */
    public long get(AccessRegister register) {
        return values[register.ordinal()];
    }

    private void set(AccessRegister register, long value) {
        values[register.ordinal()] = value;
    }

    /** Whether an access of this shape finds a register that allows it. */
    public boolean answers(long offset, int size, boolean write) {
        AccessRegister register = at(offset);
        return register != null
                && size >= 4
                && (!write
                        || register == AccessRegister.REQUEST_CLASS
                        || register == AccessRegister.ABORT_STATUS);
    }

    /** A read; only where {@link #answers}. */
    public long read(long offset) {
        return get(at(offset)) >>> (offset & 4) * Byte.SIZE;
    }

    /** A write; only where {@link #answers}. What matters is in the lower half. */
    public void write(long offset, long value) {
        if ((offset & 4) != 0) {
            return;
        }
        if (at(offset) == AccessRegister.REQUEST_CLASS) {
            set(AccessRegister.REQUEST_CLASS, value & ASYNCHRONOUS);
        } else if ((value & FULL) != 0) {
            set(AccessRegister.ABORT_STATUS, 0);
            set(AccessRegister.ABORT_ADDRESS, 0);
        }
    }

    /** The values, for a context transfer. */
    public long[] save() {
        return values.clone();
    }

    /** Takes over what another system's registers hold. */
    public void restore(long[] saved) {
        System.arraycopy(saved, 0, values, 0, values.length);
    }

    /** All of them, for a snapshot. */
    public void state(StateFields fields) {
        for (AccessRegister register : ALL) {
            set(register, fields.number(register.name(), get(register)));
        }
    }

    private static AccessRegister at(long offset) {
        long index = offset >>> 3;
        return offset >= 0 && index < ALL.length ? ALL[(int) index] : null;
    }
}
