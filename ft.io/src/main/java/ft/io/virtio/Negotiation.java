package ft.io.virtio;

import ft.api.fields.StateFields;
import ft.io.support.Halves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What driver and device agree on: features, and how far the driver is. */
final class Negotiation {
    static final long F_VERSION_1 = 1L << 32;

    private static final int STATUS_DRIVER_OK = 4;
    private static final int STATUS_FEATURES_OK = 8;
    private static final int STATUS_NEEDS_RESET = 0x40;

    /** Names of the bits of the status, as the specification has them. */
    private static final Map<Integer, String> STATUS =
            new TreeMap<>(
                    Map.of(
                            1,
                            "ACKNOWLEDGE",
                            2,
                            "DRIVER",
                            STATUS_DRIVER_OK,
                            "DRIVER_OK",
                            STATUS_FEATURES_OK,
                            "FEATURES_OK",
                            STATUS_NEEDS_RESET,
                            "DEVICE_NEEDS_RESET",
                            0x80,
                            "FAILED"));

    private final LongSupplier offer;
    private int deviceFeaturesSel;
    private int driverFeaturesSel;
    private long driverFeatures;
    private int status;

    /** Nothing is agreed on. */
    Negotiation(LongSupplier offer) {
        this.offer = offer;
    }

    void reset() {
        deviceFeaturesSel = 0;
        driverFeaturesSel = 0;
        driverFeatures = 0;
        status = 0;
    }

    void selectOffered(int half) {
        deviceFeaturesSel = half;
    }

    void selectAccepted(int half) {
        driverFeaturesSel = half;
    }

    /** The selected half of what the device offers. */
    int offered() {
        long features = offer.getAsLong();
        return switch (deviceFeaturesSel) {
            case 0 -> (int) features;
            case 1 -> (int) (features >>> 32);
            default -> 0;
        };
    }

    /** The driver wants these of the selected half; too late once both have agreed. */
    void accept(int half) {
        if ((status & STATUS_FEATURES_OK) == 0) {
            if (driverFeaturesSel == 0) {
                driverFeatures = Halves.withLow(driverFeatures, half);
            } else if (driverFeaturesSel == 1) {
                driverFeatures = Halves.withHigh(driverFeatures, half);
            }
        }
    }

    boolean isAccepted(long feature) {
        return (driverFeatures & feature) != 0;
    }

    int status() {
        return status;
    }

    /** The driver goes on; FEATURES_OK stays away if it wants what is not offered. */
    void status(int value) {
        int wanted = value & 0xFF & ~STATUS_NEEDS_RESET;
        if ((wanted & STATUS_FEATURES_OK) != 0
                && ((driverFeatures & ~offer.getAsLong()) != 0 || !isAccepted(F_VERSION_1))) {
            wanted &= ~STATUS_FEATURES_OK;
        }
        status = wanted | status & STATUS_NEEDS_RESET;
    }

    void needReset() {
        status |= STATUS_NEEDS_RESET;
    }

    boolean isRunning() {
        return (status & (STATUS_DRIVER_OK | STATUS_NEEDS_RESET)) == STATUS_DRIVER_OK;
    }

    /** How far driver and device are, in words. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        STATUS.forEach(
                (bit, name) -> {
                    if ((status & bit) != 0) {
                        words.add(name);
                    }
                });
        long unknown = driverFeatures & ~offer.getAsLong();
        return "status %s, features 0x%x%s"
                .formatted(
                        words.isEmpty() ? "0" : String.join(" ", words),
                        driverFeatures,
                        unknown == 0 ? "" : ", of which 0x%x are not offered".formatted(unknown));
    }

    void state(StateFields fields) {
        deviceFeaturesSel = (int) fields.number("deviceFeaturesSel", deviceFeaturesSel);
        driverFeaturesSel = (int) fields.number("driverFeaturesSel", driverFeaturesSel);
        driverFeatures = fields.number("driverFeatures", driverFeatures);
        status = (int) fields.number("status", status);
    }
}
