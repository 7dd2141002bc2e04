package ft.io.subsystem;

import ft.api.device.FrameReceiver;
import ft.api.fields.StateFields;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A switch that learns behind which port an address is. */
final class NetworkSwitch {
    /** Stands for the port to the other switches of the network. */
    static final int UPLINK = -1;

    private static final int ADDRESS = 6;
    private static final int MOST_LEARNED = 1024;
    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    private final Map<Integer, FrameReceiver> ports = new TreeMap<>();

    /** Address to port, the oldest first. */
    private final Map<Long, Integer> learned = new LinkedHashMap<>();

    void join(int port, FrameReceiver receiver) {
        ports.put(port, receiver);
    }

    void leave(int port) {
        ports.remove(port);
    }

    /** Whether a frame has to go to the other switches. */
    boolean leadsOut(byte[] frame) {
        Integer port = isForOne(frame) ? learned.get(address(frame, 0)) : null;
        return port == null || port == UPLINK;
    }

    /** Gives a frame to the port it is for, or to all but the one it comes from. */
    void deliver(int from, byte[] frame) {
        if (frame.length < 2 * ADDRESS) {
            return;
        }
        learn(address(frame, ADDRESS), from);
        Integer only = isForOne(frame) ? learned.get(address(frame, 0)) : null;
        for (Map.Entry<Integer, FrameReceiver> port : ports.entrySet()) {
            if (port.getKey() != from && (only == null || only.equals(port.getKey()))) {
                port.getValue().receive(frame);
            }
        }
    }

    private void learn(long source, int port) {
        learned.remove(source);
        if (learned.size() == MOST_LEARNED) {
            learned.remove(learned.keySet().iterator().next());
        }
        learned.put(source, port);
    }

    private static boolean isForOne(byte[] frame) {
        return frame.length >= ADDRESS && (frame[0] & 1) == 0;
    }

    private static long address(byte[] frame, int at) {
        long address = 0;
        for (int i = 0; i < ADDRESS; i++) {
            address = address << 8 | frame[at + i] & 0xFF;
        }
        return address;
    }

    void forget() {
        learned.clear();
    }

    void state(StateFields fields, String name) {
        ByteBuffer own = ByteBuffer.allocate(learned.size() * ENTRY);
        learned.forEach((address, port) -> own.putLong(address).putInt(port));
        ByteBuffer entries = ByteBuffer.wrap(fields.bytes(name, own.array()));
        learned.clear();
        while (entries.hasRemaining()) {
            learned.put(entries.getLong(), entries.getInt());
        }
    }
}
