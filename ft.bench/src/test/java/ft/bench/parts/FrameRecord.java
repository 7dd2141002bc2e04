package ft.bench.parts;

import ft.api.server.Operation;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A record through the codec of the frames between FT controllers, there and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameRecord {
    private static final int ROOM = 1024;

    private final RecordCodec codec = new RecordCodec(Operation.class);
    private final FrameBuffer out = new FrameBuffer(ROOM);
    private final FrameBuffer in = new FrameBuffer(ROOM);
    private final Record operation = new Operation.SelectStrategy(0, "checksum");

    @Benchmark
    public Record ours() {
        out.begin(FrameType.values()[0]);
        int start = out.position();
        codec.put(out, operation);
        in.wrap(out.bytes(), start, out.position() - start);
        return codec.get(in);
    }
}
