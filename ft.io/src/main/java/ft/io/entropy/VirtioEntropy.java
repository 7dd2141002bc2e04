package ft.io.entropy;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.device.kit.Options;
import ft.io.virtio.BrokenRingException;
import ft.io.virtio.Request;
import ft.io.virtio.VirtioMmio;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Virtio entropy device whose numbers are a function of a seed, so that two runs of a server see
 * the same. Nobody who knows the description should be surprised by them: this is no source for
 * keys.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=virtio-rng", Device.BAY + "=false"})
public final class VirtioEntropy extends VirtioMmio {
    /** Option: any text. */
    static final String SEED = "seed";

    private static final int DEVICE_ID = 4;
    private static final int QUEUE_SIZE = 64;

    /** A request that wants more gets so much. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int BLOCK = 32;

    private final MessageDigest digest = sha256();
    private byte[] seed;

    /** Bytes given so far. */
    private long position;

    /** An entropy device. */
    public VirtioEntropy() {
        super(1, QUEUE_SIZE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    protected int deviceId() {
        return DEVICE_ID;
    }

    @Override
    protected long deviceFeatures() {
        return 0;
    }

    @Override
    protected byte[] configuration() {
        return new byte[0];
    }

    /** The name of the slot makes the devices of a server differ from each other. */
    @Override
    protected void open() throws DeviceException {
        Options.allow(context(), SEED);
        String text = context().options().getOrDefault(SEED, "") + '\n' + context().slot() + '\n';
        seed = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void powerOn() {
        position = 0;
    }

    /** A device that goes gives nothing, which ends a driver's wait. */
    @Override
    protected long serve(int queue, Request request) throws BrokenRingException {
        if (isEjected()) {
            return 0;
        }
        byte[] bytes = new byte[(int) Math.min(MOST_BYTES, request.out().length())];
        for (int done = 0; done < bytes.length; ) {
            int within = (int) (position % BLOCK);
            int part = Math.min(BLOCK - within, bytes.length - done);
            System.arraycopy(block(position / BLOCK), within, bytes, done, part);
            done += part;
            position += part;
        }
        request.out().write(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    private byte[] block(long number) {
        digest.update(seed);
        return digest.digest(Long.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void deviceState(StateFields fields) {
        position = fields.number("position", position);
    }
}
