package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import ft.cpu.decode.Op;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How code that is there soon gives way to code that is fast, while it is executed. */
@Timeout(60)
class RegionTest {
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int REGISTERS = 128;
    private static final int BUDGET = 1000;
    private static final int INNER = 256;
    private static final int RARE = 100;

    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final Translator translator =
            new Translator(CodeCache.background(failures::add), new Heat(0, 1, 0, 5000, RARE), 12);
    private final CodePage page = new CodePage();
    private final Decoder decoder = new Decoder();
    private final byte[] code = code();
    private final RegionState state = new RegionState(new long[REGISTERS], null);

    // A loop of four instructions, two of which are elsewhere in the page.
    private static byte[] code() {
        ByteBuffer code = ByteBuffer.allocate(MainStorage.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        // addi a0, a0, 1; j +252
        code.putInt(0, 0x00150513).putInt(4, 0x0fc0006f);
        // addi a1, a1, 2; j -260
        code.putInt(INNER, 0x00258593).putInt(INNER + 4, 0xefdff06f);
        return code.array();
    }

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    private Block block(int offset) {
        return page.block(code, offset, decoder);
    }

    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            translator.executed(1);
            Thread.onSpinWait();
        }
    }

    // One region, and then another for what is decoded only then.
    private Region translateBoth() {
        translator.translate(page, block(0));
        await(() -> block(0).region != null);
        translator.translate(page, block(INNER));
        await(() -> block(INNER).region != null);
        return block(0).region;
    }

    // Executes what there is of the loop, and goes on where it was left.
    private void execute(BooleanSupplier until) {
        int offset = 0;
        long spent = 0;
        state.x[A0] = 0;
        state.x[A1] = 0;
        while (!until.getAsBoolean()) {
            Block block = block(offset);
            int left = block.region.run(state, block.entry, 0, BUDGET);
            Exit exit = state.region.exits[state.exit];
            assertThat(left + exit.unspent()).isBetween(0, BUDGET);
            spent += BUDGET - left - exit.unspent();
            offset = exit.index();
            translator.executed(1);
        }
        long half = offset == INNER ? 2 : 0;
        assertThat(spent % 4).isEqualTo(half);
        assertThat(state.x[A0]).isEqualTo((spent + half) / 4);
        assertThat(state.x[A1]).isEqualTo((spent - half) / 4 * 2);
    }

    @Test
    void lessThanNothingIsSpentOnNothing() {
        Code code = translateBoth().code();
        state.x[A0] = 5;
        state.x[A1] = 7;
        assertThat(code.run(state, 0, -600)).isZero();
        assertThat(state.x[A0]).isEqualTo(5);
        assertThat(state.x[A1]).isEqualTo(7);
    }

    @Test
    void whatIsHotIsReplacedTogetherWithWhatBelongsToIt() {
        Region first = translateBoth();
        assertThat(block(INNER).region).isNotSameAs(first);
        execute(() -> block(0).region != first);
        Region both = block(0).region;
        assertThat(block(INNER).region).isSameAs(both);
        assertThat(both.shape.size()).isEqualTo(4);
        assertThat(both.shape.absorbed).hasSize(2).contains(first);
        assertThat(both.code()).isNotSameAs(first.code());
        long rounds = state.x[A0];
        execute(() -> state.x[A0] >= rounds);
    }

    private static void miss(Region region, int times, int every) {
        for (int miss = 1; miss <= times; miss++) {
            region.missed((long) miss * every);
        }
    }

    @Test
    void whatIsOftenLeftForPermissionsIsReplacedByWhatTakesThemUpAgain() {
        Region first = translateBoth();
        execute(() -> block(0).region != first);
        Region fast = block(0).region;
        miss(fast, 1000, RARE);
        execute(() -> state.x[A0] > 100_000);
        assertThat(block(0).region).as("seldom enough").isSameAs(fast);
        assertThat(fast.shape.resumes).isFalse();
        miss(fast, 1000, RARE - 1);
        execute(() -> block(0).region != fast);
        assertThat(block(0).region.shape.resumes).isTrue();
        assertThat(block(INNER).region).isSameAs(block(0).region);
        Region resuming = block(0).region;
        miss(resuming, 1000, RARE - 1);
        execute(() -> state.x[A0] > 100_000);
        assertThat(block(0).region).isSameAs(resuming);
    }

    @Test
    void whatWasOftenLeftFromTheBeginningDoesNotNeedAThirdStage() {
        Region first = translateBoth();
        miss(first, 1000, RARE - 1);
        execute(() -> block(0).region != first);
        assertThat(block(0).region.shape.resumes).isTrue();
    }

    @Test
    void whatCannotBeTranslatedIsToldOnceAndInterpreted() {
        Block broken = block(0);
        broken.ops[0] = Op.END;
        translator.translate(page, broken);
        await(() -> !failures.isEmpty());
        assertThat(failures.remove()).hasMessage("guest code could not be translated");
        assertThat(translator.translate(page, broken)).isFalse();
        assertThat(broken.region).isNull();
        translator.translate(page, block(INNER));
        await(() -> block(INNER).region != null);
    }

    @Test
    void whatIsTooLargeIsCutDown() {
        ByteBuffer stores = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < 1200; at += 4) {
            // sd a0, 0(a1)
            stores.putInt(at, 0x00a5b023);
        }
        for (int at = 0; at < 1200; ) {
            at = block(at).fallOffset();
        }
        translator.translate(page, block(0));
        await(() -> block(0).region != null);
        assertThat(block(0).region.shape.size()).isBetween(15, 140);
    }
}
