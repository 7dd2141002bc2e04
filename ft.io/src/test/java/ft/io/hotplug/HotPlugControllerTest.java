package ft.io.hotplug;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.io.HotPlugRegister;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HotPlugControllerTest {
    private final HotPlugController controller = new HotPlugController();

    @BeforeEach
    void slots() {
        controller.slot(0, 0x1000, 0x100, 7, "uart");
        controller.slot(1, 0x30_0000, 0x1_0000, 0, "");
    }

    private long read(HotPlugRegister register) {
        return controller.read(register.offset());
    }

    private void write(HotPlugRegister register, long value) {
        controller.write(register.offset(), 8, value);
    }

    @Test
    void showsTheSlots() {
        assertThat(read(HotPlugRegister.IDENTITY)).isEqualTo(HotPlugRegister.MAGIC);
        assertThat(read(HotPlugRegister.COUNT)).isEqualTo(2);
        assertThat(read(HotPlugRegister.PRESENT)).isEqualTo(1);
        assertThat(controller.read(HotPlugRegister.BASE.offset(1))).isEqualTo(0x30_0000);
        assertThat(controller.read(HotPlugRegister.SIZE.offset(1))).isEqualTo(0x1_0000);
        assertThat(controller.read(HotPlugRegister.SOURCE.offset(0))).isEqualTo(7);
        assertThat(controller.read(HotPlugRegister.TYPE.offset(0))).isEqualTo(0x74726175); // "uart"
        assertThat(controller.read(HotPlugRegister.TYPE.offset(1))).isZero();
    }

    @Test
    void aNameThatIsTooLongHasAnEnd() {
        controller.slot(0, 0, 1, 0, "x".repeat(100));
        assertThat(controller.read(HotPlugRegister.TYPE.offset(0) + 24) >>> 56).isZero();
        assertThat(controller.read(HotPlugRegister.TYPE.offset(0) + 16) >>> 56).isEqualTo('x');
    }

    @Test
    void interruptsWhileSomethingHasChangedAndSomebodyListens() {
        controller.slot(1, 0x30_0000, 0x1_0000, 0, "counter");
        controller.changed(1, true);
        assertThat(controller.line()).as("nobody listens").isFalse();
        write(HotPlugRegister.ENABLE, -1);
        assertThat(read(HotPlugRegister.ENABLE)).isEqualTo(1);
        assertThat(controller.line()).isTrue();
        assertThat(read(HotPlugRegister.CHANGED)).isEqualTo(2);
        assertThat(controller.read(HotPlugRegister.ARRIVALS.offset(1))).isEqualTo(1);
        write(HotPlugRegister.CHANGED, 1);
        assertThat(controller.line()).isTrue();
        write(HotPlugRegister.CHANGED, 2);
        assertThat(controller.line()).isFalse();
        controller.changed(1, false);
        assertThat(controller.line()).isTrue();
        assertThat(controller.read(HotPlugRegister.ARRIVALS.offset(1))).isEqualTo(1);
        controller.reset();
        assertThat(controller.line()).isFalse();
        assertThat(controller.read(HotPlugRegister.ARRIVALS.offset(1))).isZero();
        assertThat(read(HotPlugRegister.PRESENT)).isEqualTo(3);
    }

    @Test
    void attentionIsReleasedByWritingIt() {
        write(HotPlugRegister.ENABLE, 1);
        controller.attention(0);
        assertThat(controller.line()).isTrue();
        write(HotPlugRegister.ATTENTION, 2);
        assertThat(controller.hasReleased()).as("another slot").isFalse();
        write(HotPlugRegister.ATTENTION, 1);
        assertThat(controller.isReleased(0)).isTrue();
        assertThat(controller.line()).isFalse();
        controller.changed(0, false);
        assertThat(controller.hasReleased()).isFalse();
    }

    @Test
    void halvesOfRegisters() {
        assertThat(controller.read(4)).isEqualTo(1);
        controller.slot(40, 0, 1, 0, "far");
        controller.changed(40, true);
        controller.write(HotPlugRegister.CHANGED.offset() + 4, 4, 1L << 8);
        assertThat(read(HotPlugRegister.CHANGED)).isZero();
    }

    @Test
    void answersOnlyWhereThereIsARegister() {
        assertThat(controller.answers(0, 8, false)).isTrue();
        assertThat(controller.answers(0, 2, false)).isFalse();
        assertThat(controller.answers(0, 8, true)).isFalse();
        assertThat(controller.answers(0x18, 4, true)).isTrue();
        assertThat(controller.answers(0x30, 8, false)).isFalse();
        assertThat(controller.answers(HotPlugRegister.TYPE.offset(1), 8, false)).isTrue();
        assertThat(controller.answers(HotPlugRegister.TYPE.offset(1), 8, true)).isFalse();
        assertThat(controller.answers(HotPlugRegister.BASE.offset(2), 8, false)).isFalse();
        assertThat(HotPlugController.name(0x18)).isEqualTo("CHANGED");
        assertThat(HotPlugController.name(HotPlugRegister.SIZE.offset(3))).isEqualTo("SIZE");
        assertThat(HotPlugController.name(0x30)).isEmpty();
    }

    @Test
    void slotsBeyondTheLastAreNotKnown() {
        controller.slot(64, 0, 1, 0, "lost");
        controller.changed(64, true);
        assertThat(read(HotPlugRegister.COUNT)).isEqualTo(2);
        assertThat(read(HotPlugRegister.CHANGED)).isZero();
    }
}
