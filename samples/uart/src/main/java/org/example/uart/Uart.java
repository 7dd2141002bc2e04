package org.example.uart;

import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.slot.HostChannel;
import ft.device.kit.Access;
import ft.device.kit.Register;
import ft.device.kit.RegisterDevice;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.log.LogLevel;

/** A serial port. Its wire is the channel "serial"; 16 characters wait until they are read. */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=uart")
public final class Uart extends RegisterDevice {
    static final int READY = 1;
    static final int OVERRUN = 2;
    private static final int DEPTH = 16;

    private final Register status =
            register(0x4, "STATUS", Access.WRITE_1_TO_CLEAR).writable(OVERRUN);
    private final Register enable =
            register(0x8, "ENABLE", Access.READ_WRITE)
                    .writable(READY | OVERRUN)
                    .logged(LogLevel.DEBUG);
    private byte[] waiting = {};
    private HostChannel wire;

    /** Made by Declarative Services. */
    public Uart() {
        register(0x0, "RX", Access.READ_ONLY).onRead(this::take);
        register(0x0, "TX", Access.WRITE_ONLY).onWrite(character -> wire.send((int) character));
        interruptWhile(() -> status.has(enable.get()));
        node("serial", "example,uart");
    }

    @Override
    protected void onAttach() {
        wire = context().channel("serial", this::receive);
    }

    @Override
    protected void onReset() {
        waiting = new byte[0];
    }

    @Override
    protected void onState(StateFields fields, int version) {
        waiting = fields.bytes("waiting", waiting);
    }

    private void receive(byte[] data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(waiting);
        all.write(data, 0, Math.min(data.length, DEPTH - waiting.length));
        status.raise(all.size() < waiting.length + data.length ? READY | OVERRUN : READY);
        waiting = all.toByteArray();
        drive();
    }

    private long take() {
        if (waiting.length == 0) {
            return 0;
        }
        int character = Byte.toUnsignedInt(waiting[0]);
        waiting = Arrays.copyOfRange(waiting, 1, waiting.length);
        if (waiting.length == 0) {
            status.clear(READY);
        }
        return character;
    }
}
