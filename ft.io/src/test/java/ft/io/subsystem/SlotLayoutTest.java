package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.io.SlotDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotLayoutTest {
    private static SlotDescription slot(String name, long base, long size, int interrupt) {
        return new SlotDescription(name, 0, "uart", base, size, interrupt, Map.of());
    }

    private static void refuses(String sentence, SlotDescription... slots) {
        assertThatThrownBy(() -> SlotLayout.check(0, List.of(slots)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void acceptsTheBoard() {
        List<SlotDescription> board =
                List.of(
                        slot("finisher", 0x10_0000, 0x1000, 0),
                        slot("rtc", 0x10_1000, 0x1000, 11),
                        slot("uart0", 0x1000_0000, 0x100, 10),
                        slot("virtio0", 0x1000_1000, 0x1000, 1),
                        slot("last", 0x2000_0000 - 8, 8, 31));
        assertThatCode(() -> SlotLayout.check(0, board)).doesNotThrowAnyException();
    }

    @Test
    void refusesOverlappingWindows() {
        refuses(
                "The window of slot b (0x10000ff8 to 0x10001ff7) overlaps that of slot a"
                        + " (0x10000000 to 0x10000fff); move one of them.",
                slot("a", 0x1000_0000, 0x1000, 1),
                slot("b", 0x1000_0ff8, 0x1000, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "0x1000, the boot ROM",
        "0xFFF8, the boot ROM",
        "0x110000, the shared resource controller",
        "0x12FFF8, the own shared resource controller",
        "0x2000000, the CLINT",
        "0xC5FFFF8, the PLIC",
    })
    void refusesWhatOverlapsTheBoard(String base, String owner) {
        assertThatThrownBy(() -> SlotLayout.check(0, List.of(slot("a", Long.decode(base), 16, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The window of slot a (" + base.toLowerCase())
                .hasMessageContaining("overlaps that of " + owner + " (");
    }

    @ParameterizedTest
    @CsvSource({
        "0x1FFFFFF8, 16",
        "0x20000000, 8",
        "-8, 16",
        "0x10000000, 0",
        "0x10000000, -1",
        "0x10000000, 9223372036854775807",
        "9223372036854775800, 16",
    })
    void refusesWhatIsNotInTheWindow(String base, long size) {
        assertThatThrownBy(
                        () -> SlotLayout.check(0, List.of(slot("a", Long.decode(base), size, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The window of slot a (base 0x%x, size 0x%x) is not inside the IO window"
                                + " of 0x20000000 bytes.",
                        Long.decode(base), size);
    }

    @Test
    void refusesOtherMistakes() {
        refuses(
                "The base 0x10000004 of slot a is not a multiple of 8.",
                slot("a", 0x1000_0004, 8, 0));
        refuses(
                "Slot b and slot a of IO subsystem 0 both have interrupt 3; give one another.",
                slot("a", 0x1000_0000, 8, 3),
                slot("b", 0x1000_0008, 8, 3));
        refuses(
                "Slot a has interrupt 32, but interrupts are 1 to 31, or 0 for none.",
                slot("a", 0x1000_0000, 8, 32));
        refuses(
                "Two slots of IO subsystem 0 have the name a; give one another name.",
                slot("a", 0x1000_0000, 8, 0),
                slot("a", 0x1000_0008, 8, 0));
        refuses(
                "Slot a belongs to IO subsystem 1, not to 0.",
                new SlotDescription("a", 1, "uart", 0x1000_0000, 8, 0, Map.of()));
    }

    @Test
    void refusesInterruptsThePlicHasNot() {
        SlotDescription slot = new SlotDescription("a", 3, "uart", 0x1000_0000, 8, 1, Map.of());
        assertThatThrownBy(() -> SlotLayout.check(3, List.of(slot)))
                .hasMessage(
                        "Slot a has interrupt 1, that is PLIC source 97, but the PLIC has only 95"
                                + " sources.");
        assertThatThrownBy(() -> SlotLayout.check(4, List.of()))
                .hasMessage("The board has IO subsystems 0 to 3, there is no IO subsystem 4.");
    }
}
