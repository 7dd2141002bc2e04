package ft.io.power;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.api.slot.Dma;
import ft.api.slot.HostChannel;
import ft.api.slot.PowerRequest;
import ft.device.kit.Options;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * The host-target interface (HTIF) of Berkeley's proxy kernel and of the RISC-V test programs: two
 * doublewords in main storage, {@code tohost} and {@code fromhost}. It looks at {@code tohost} at
 * every boundary.
 *
 * <ul>
 *   <li>Device 0, command 0 with bit 0 set: the program has ended, with the code above that bit.
 *   <li>Device 0, command 0 otherwise: the address of a system call, eight doublewords. Writing to
 *       the console and ending are carried out; anything else is not known.
 *   <li>Device 1, command 1: a character for the console.
 * </ul>
 *
 * <p>Its window has no registers.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=htif", Device.BAY + "=false"})
public final class HostTarget implements Device {
    private static final int PAYLOAD_BITS = 48;
    private static final int CALL_HOST = 0;
    private static final int PUT_CHARACTER = 0x0101;

    private static final int CALL_WORDS = 8;
    private static final long WRITE = 64;
    private static final long EXIT = 93;
    private static final long UNKNOWN_CALL = -38; // ENOSYS
    private static final long BAD_ADDRESS = -14; // EFAULT
    private static final int LONGEST_TEXT = 1 << 16;

    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer call =
            ByteBuffer.allocate(CALL_WORDS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private DeviceContext context;
    private HostChannel console;
    private long toHost;
    private long fromHost;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        Options.allow(newContext, "tohost", "fromhost");
        context = newContext;
        toHost = address("tohost");
        if (toHost == 0) {
            throw new DeviceException(
                    "Slot %s needs the address of tohost, as in tohost=0x80001000."
                            .formatted(context.slot()));
        }
        fromHost = address("fromhost");
        console = context.channel("console", data -> {});
    }

    private long address(String option) throws DeviceException {
        String text = context.options().getOrDefault(option, "0");
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw new DeviceException(
                    "Slot %s: %s is an address, not '%s'.".formatted(context.slot(), option, text),
                    e);
        }
    }

    @Override
    public void reset() {
        context.requestWork();
    }

    @Override
    public long read(long offset, int size) {
        return 0;
    }

    @Override
    public void write(long offset, int size, long value) {
        // There is nothing to be written to.
    }

    @Override
    public void work() {
        context.requestWork();
        if (!context.dma().read(toHost, word.array(), 0, Long.BYTES)) {
            return; // nobody is in service
        }
        long message = word.getLong(0);
        if (message == 0) {
            return;
        }
        int kind = (int) (message >>> PAYLOAD_BITS);
        long payload = message << Long.SIZE - PAYLOAD_BITS >>> Long.SIZE - PAYLOAD_BITS;
        if (kind == CALL_HOST && (payload & 1) != 0) {
            end(payload >>> 1);
        } else if (kind == CALL_HOST) {
            serve(payload);
        } else if (kind == PUT_CHARACTER) {
            console.send((int) payload & 0xff);
            answer(message);
        } else {
            context.error("tohost holds 0x%x, which is no command it knows.".formatted(message));
            answer(message);
        }
    }

    private void end(long code) {
        context.request(
                code == 0
                        ? new PowerRequest(PowerRequest.Kind.PASS, 0)
                        : new PowerRequest(
                                PowerRequest.Kind.FAIL, (int) Math.min(code, Integer.MAX_VALUE)));
    }

    private void serve(long address) {
        Dma dma = context.dma();
        if (!dma.read(address, call.array(), 0, call.capacity())) {
            context.error("tohost holds 0x%x, where no main storage is.".formatted(address));
            put(toHost, 0);
            return;
        }
        long number = call.getLong(0);
        if (number == EXIT) {
            end(call.getLong(Long.BYTES) & 0xff);
            return;
        }
        long result = UNKNOWN_CALL;
        if (number == WRITE) {
            result = print(call.getLong(2 * Long.BYTES), call.getLong(3 * Long.BYTES));
        } else {
            context.error("system call %d through tohost is not known.".formatted(number));
        }
        put(address, result);
        answer(1);
    }

    private long print(long address, long length) {
        byte[] text = new byte[(int) Math.max(0, Math.min(length, LONGEST_TEXT))];
        if (!context.dma().read(address, text, 0, text.length)) {
            return BAD_ADDRESS;
        }
        console.send(text, 0, text.length);
        return text.length;
    }

    /** The host has taken the message, and says so. */
    private void answer(long response) {
        put(toHost, 0);
        if (fromHost != 0) {
            put(fromHost, response);
        }
    }

    private void put(long address, long value) {
        word.putLong(0, value);
        context.dma().write(address, word.array(), 0, Long.BYTES);
    }
}
