package ft.io.net;

import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.device.kit.Options;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Writes what a network device sends and receives to a file, if its slot asks for that. */
final class Capture {
    /** Option: path of the file. */
    static final String OPTION = "pcap";

    private final DeviceContext context;

    /** Null if nothing is captured, or not any more. */
    private PcapFile file;

    private Capture(DeviceContext context, PcapFile file) {
        this.context = context;
        this.file = file;
    }

    static Capture of(DeviceContext context) throws DeviceException {
        String path = context.options().get(OPTION);
        try {
            return new Capture(context, path == null ? null : PcapFile.open(Path.of(path)));
        } catch (InvalidPathException e) {
            throw Options.problem(
                    context, "the option pcap is \"%s\", which is no path".formatted(path), e);
        } catch (IOException e) {
            throw Options.problem(
                    context,
                    "the capture file cannot be opened (%s); name another one in the option pcap"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    void restart() {
        attempt(PcapFile::restart);
    }

    void add(byte[] frame) {
        attempt(capture -> capture.add(context.clock().nanos(), frame));
    }

    void close() {
        attempt(PcapFile::close);
        file = null;
    }

    private interface Step {
        void on(PcapFile file) throws IOException;
    }

    /** A capture that fails ends, is told of once, and disturbs nothing. */
    private void attempt(Step step) {
        if (file == null) {
            return;
        }
        try {
            step.on(file);
        } catch (IOException e) {
            file = null;
            context.error("the capture ends, because it fails (%s).".formatted(e.getMessage()));
        }
    }
}
