package ft.test.io;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;

/** Devices of which tests make bundles; each class goes alone into its jar. */
public final class PluggedDevices {
    private PluggedDevices() {}

    /** Counts its reads. */
    public static class Counter implements Device {
        private long count;

        @Override
        public void reset() {
            count = 0;
        }

        @Override
        public long read(long offset, int size) {
            return count++;
        }

        @Override
        public void write(long offset, int size, long value) {
            count = value;
        }

        @Override
        public void state(StateFields fields) {
            fields.version(1);
            count = fields.number("count", count);
        }
    }

    /** The next version, with one more field. */
    public static class NewerCounter implements Device {
        private long count;
        private long step = 1;

        @Override
        public void reset() {
            count = 0;
            step = 1;
        }

        @Override
        public long read(long offset, int size) {
            long now = count;
            count += step;
            return now;
        }

        @Override
        public void write(long offset, int size, long value) {
            count = value;
        }

        @Override
        public void state(StateFields fields) {
            fields.version(2);
            count = fields.number("count", count);
            step = fields.number("step", step);
        }
    }

    /** Cannot be made. */
    public static class Unmakeable implements Device {
        /** Fails. */
        public Unmakeable() {
            throw new IllegalStateException("no such luck");
        }

        @Override
        public long read(long offset, int size) {
            return 0;
        }

        @Override
        public void write(long offset, int size, long value) {
            // nobody gets here
        }
    }

    /** Cannot be attached. */
    public static class Unattachable implements Device {
        @Override
        public void attach(DeviceContext context) throws DeviceException {
            if (context.ioSubsystem() == 0) {
                throw new DeviceException("The lamp of slot " + context.slot() + " is broken.");
            }
            throw new IllegalStateException("not here");
        }

        @Override
        public long read(long offset, int size) {
            return 0;
        }

        @Override
        public void write(long offset, int size, long value) {
            // nobody gets here
        }
    }
}
