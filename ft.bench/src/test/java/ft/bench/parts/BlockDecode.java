package ft.bench.parts;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.Decoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A block of code is decoded, as it is when it is met first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BlockDecode {
    private static final int[] CODE = {
        0x00053283, // ld t0, 0(a0)
        0x952e, // c.add a0, a1
        0x0285d2b3, // divu t0, a1, s0
        0x02a7f7d3, // fadd.d fa5, fa5, fa0
        0x0785, // c.addi a5, 1
        0x6518, // c.ld a4, 8(a0)
        0xfe543c23, // sd t0, -8(s0)
        0x04f70063, // beq a4, a5, 64 bytes on
        0x00e532af, // amoadd.d t0, a4, (a0)
        0x0037171b, // slliw a4, a4, 3
        0x853e, // c.mv a0, a5
        0x8082, // c.jr ra
    };

    private final byte[] page = new byte[MainStorage.PAGE_SIZE];
    private final Decoder decoder = new Decoder();

    @Setup
    public void write() {
        ByteBuffer bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        for (int instruction : CODE) {
            if ((instruction & 3) == 3) {
                bytes.putInt(instruction);
            } else {
                bytes.putShort((short) instruction);
            }
        }
        if (ours().length != CODE.length) {
            throw new IllegalStateException("This is no block");
        }
    }

    @Benchmark
    public Block ours() {
        return decoder.block(page, 0);
    }
}
