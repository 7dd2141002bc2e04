package ft.io.block;

import ft.device.kit.bench.DeviceBench;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Makes the requests of a block driver. */
final class BlockRequests {
    static final int IN = 0;
    static final int OUT = 1;
    static final int FLUSH = 4;
    static final int GET_ID = 8;

    private BlockRequests() {}

    static byte[] header(int type, long sector) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, type)
                .putLong(8, sector)
                .array();
    }

    /** Data and status of a request that was made, to be looked at when it is back. */
    record Pending(DeviceBench bench, Buffer data, Buffer status) {
        byte[] content() {
            byte[] bytes = new byte[data.length()];
            bench.memory().get(data.offset(), bytes);
            return bytes;
        }

        int result() {
            return bench.memory().get(status.offset());
        }
    }

    /** Header, data and status, each in a buffer of its own. */
    static Pending submit(
            VirtioDriver driver, DeviceBench bench, int type, long sector, Buffer data) {
        Buffer status = driver.buffer(1, true);
        bench.memory().put(status.offset(), (byte) 0x55);
        List<Buffer> buffers = new ArrayList<>();
        buffers.add(driver.bytes(header(type, sector)));
        if (data.length() > 0) {
            buffers.add(data);
        }
        buffers.add(status);
        driver.submit(type, false, buffers);
        return new Pending(bench, data, status);
    }

    static Pending read(VirtioDriver driver, DeviceBench bench, long sector, int length) {
        return submit(driver, bench, IN, sector, driver.buffer(length, true));
    }

    static Pending write(VirtioDriver driver, DeviceBench bench, long sector, byte[] content) {
        return submit(driver, bench, OUT, sector, driver.bytes(content));
    }

    static Pending flush(VirtioDriver driver, DeviceBench bench) {
        return submit(driver, bench, FLUSH, 0, driver.buffer(0, true));
    }
}
