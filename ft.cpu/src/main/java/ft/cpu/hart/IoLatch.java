package ft.cpu.hart;

import ft.api.cpu.IoRequest;
import ft.cpu.context.ContextFields;

/**
 * The one IO request of a CPU subsystem that is under way. The instruction that made it is done
 * again once the completion is here, and finds the data: so an engine needs to know nothing of IO
 * but how to stop before an instruction.
 */
public final class IoLatch implements IoRequest {
    private enum State {
        EMPTY,
        REQUESTED,
        COMPLETED
    }

    private State state = State.EMPTY;
    private long clock;
    private int hart;
    private long address;
    private int size;
    private boolean write;
    private long value;
    private long data;

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public int hart() {
        return hart;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isWrite() {
        return write;
    }

    @Override
    public long value() {
        return value;
    }

    /** Whether a request has been made and not been completed. */
    public boolean isRequested() {
        return state == State.REQUESTED;
    }

    /** Whether the completion is here and the instruction has not been done again. */
    public boolean isCompleted() {
        return state == State.COMPLETED;
    }

    /** Takes the completion. */
    public void complete(long newData) {
        if (state != State.REQUESTED) {
            throw new IllegalStateException("no IO request is waiting for a completion");
        }
        data = size == 8 ? newData : newData & (1L << 8 * size) - 1;
        state = State.COMPLETED;
    }

    /** Forgets request and completion. */
    public void clear() {
        state = State.EMPTY;
        clock = 0;
        hart = 0;
        address = 0;
        size = 0;
        write = false;
        value = 0;
        data = 0;
    }

    /** Saves or loads the state. */
    public void context(ContextFields fields) {
        boolean completed = fields.flag(state == State.COMPLETED);
        clock = fields.number(clock);
        hart = (int) fields.number(hart);
        address = fields.number(address);
        size = (int) fields.number(size);
        write = fields.flag(write);
        value = fields.number(value);
        data = fields.number(data);
        state = completed ? State.COMPLETED : State.EMPTY;
    }

    /** Whether the completion of this very access is here. */
    boolean completes(int byHart, long atAddress, int ofSize, boolean isWrite) {
        return state == State.COMPLETED
                && hart == byHart
                && address == atAddress
                && size == ofSize
                && write == isWrite;
    }

    long take() {
        long taken = data;
        clear();
        return taken;
    }

    void request(Hart from, long newAddress, int newSize, boolean isWrite, long newValue) {
        clock = from.clock;
        hart = from.number;
        address = newAddress;
        size = newSize;
        write = isWrite;
        value = newSize == 8 ? newValue : newValue & (1L << 8 * newSize) - 1;
        state = State.REQUESTED;
    }
}
