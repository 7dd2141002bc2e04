package ft.chipset.server;

import ft.api.observer.DeviceLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.LogLevel;

/** Everybody who hears what the devices of a server log. Any thread. */
final class DeviceLogs implements DeviceLog {
    private final List<DeviceLog> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean muted;

    /** Whether listeners hear nothing. */
    void mute(boolean quiet) {
        muted = quiet;
    }

    AutoCloseable listen(DeviceLog listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean wants(String slot, LogLevel level) {
        if (!muted) {
            for (DeviceLog listener : listeners) {
                if (listener.wants(slot, level)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void log(long clock, String slot, LogLevel level, String text) {
        for (DeviceLog listener : listeners) {
            if (listener.wants(slot, level)) {
                listener.log(clock, slot, level, text);
            }
        }
    }
}
