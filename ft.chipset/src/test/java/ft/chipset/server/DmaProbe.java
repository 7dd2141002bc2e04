package ft.chipset.server;

import ft.api.device.Device;
import ft.api.slot.DeviceContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A device that a guest makes do DMA and drive its interrupt line. */
final class DmaProbe implements Device {
    static final long ADDRESS = 0x00;
    static final long VALUE = 0x08;
    static final long COMMAND = 0x10;
    static final long STATUS = 0x18;
    static final long LINE = 0x20;

    /** Commands: write the value, read it, write it counted up at every boundary. */
    static final int WRITE = 1;

    static final int READ = 2;
    static final int STREAM = 3;

    /** Status: carried out, or ended in a master abort. */
    static final int DONE = 1;

    static final int ABORTED = 2;

    private DeviceContext context;
    private long address;
    private long value;
    private long command;
    private long status;
    private long line;

    @Override
    public void attach(DeviceContext newContext) {
        context = newContext;
    }

    @Override
    public void reset() {
        command = 0;
        status = 0;
        line = 0;
        context.interrupt().level(false);
    }

    @Override
    public long read(long offset, int size) {
        if (offset == ADDRESS) {
            return address;
        } else if (offset == VALUE) {
            return value;
        } else if (offset == COMMAND) {
            return command;
        }
        return offset == STATUS ? status : line;
    }

    @Override
    public void write(long offset, int size, long newValue) {
        if (offset == ADDRESS) {
            address = newValue;
        } else if (offset == VALUE) {
            value = newValue;
        } else if (offset == COMMAND) {
            command = newValue;
            status = 0;
            context.requestWork();
        } else if (offset == LINE) {
            line = newValue;
            context.interrupt().level(newValue != 0);
        }
    }

    @Override
    public void work() {
        byte[] bytes = new byte[Long.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean done = false;
        if (command == READ) {
            done = context.dma().read(address, bytes, 0, bytes.length);
            value = buffer.getLong(0);
        } else if (command == WRITE || command == STREAM) {
            if (command == STREAM) {
                value++;
                context.requestWork();
            }
            buffer.putLong(0, value);
            done = context.dma().write(address, bytes, 0, bytes.length);
        }
        status = done ? DONE : ABORTED;
    }
}
