package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AccessKindTest {
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyFieldComesBack(
            @ForAll @IntRange(min = 0, max = 3) int width,
            @ForAll boolean write,
            @ForAll @IntRange(max = 65535) int hart) {
        int kind = AccessKind.of(1 << width, write, hart);
        assertThat(AccessKind.size(kind)).isEqualTo(1 << width);
        assertThat(AccessKind.isWrite(kind)).isEqualTo(write);
        assertThat(AccessKind.hart(kind)).isEqualTo(hart);
        assertThat(AccessKind.waits(kind)).isNotEqualTo(write);
        int awaited = AccessKind.ofWriteThatWaits(1 << width, hart);
        assertThat(AccessKind.size(awaited)).isEqualTo(1 << width);
        assertThat(AccessKind.isWrite(awaited)).isTrue();
        assertThat(AccessKind.hart(awaited)).isEqualTo(hart);
        assertThat(AccessKind.waits(awaited)).isTrue();
    }
}
