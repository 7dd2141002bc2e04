package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.io.SlotDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that the slots of an IO subsystem fit together and onto the board. */
final class SlotLayout {
    private static final int MAX_INTERRUPT = 31;
    private static final List<Window> FIXED =
            List.of(
                    new Window("the boot ROM", BoardMap.ROM_BASE, BoardMap.ROM_SIZE),
                    new Window(
                            "the shared resource controller", BoardMap.SRC_BASE, BoardMap.SRC_SIZE),
                    new Window(
                            "the own shared resource controller",
                            BoardMap.OWN_SRC_BASE,
                            BoardMap.SRC_SIZE),
                    new Window("the CLINT", BoardMap.CLINT_BASE, BoardMap.CLINT_SIZE),
                    new Window("the PLIC", BoardMap.PLIC_BASE, BoardMap.PLIC_SIZE));

    private static final String HOT_PLUG = "the hot-plug controller";

    private SlotLayout() {}

    private record Window(String owner, long base, long size) {
        boolean overlaps(Window other) {
            return base < other.base + other.size && other.base < base + size;
        }

        @Override
        public String toString() {
            return "%s (0x%x to 0x%x)".formatted(owner, base, base + size - 1);
        }
    }

    /** Throws an {@link IllegalArgumentException} with one sentence if something does not fit. */
    static void check(int number, List<SlotDescription> slots) {
        require(
                number >= 0 && number < BoardMap.IO_WINDOWS,
                "The board has IO subsystems 0 to %d, there is no IO subsystem %d.",
                BoardMap.IO_WINDOWS - 1,
                number);
        List<Window> windows = new ArrayList<>(FIXED);
        Map<Integer, String> interrupts = new HashMap<>();
        if (slots.stream().anyMatch(SlotDescription::isBay)) {
            windows.add(new Window(HOT_PLUG, BoardMap.HOT_PLUG_BASE, BoardMap.HOT_PLUG_SIZE));
            interrupts.put(BoardMap.HOT_PLUG_INTERRUPT, HOT_PLUG);
        }
        Set<String> names = new HashSet<>();
        for (SlotDescription slot : slots) {
            require(
                    slot.ioSubsystem() == number,
                    "Slot %s belongs to IO subsystem %d, not to %d.",
                    slot.name(),
                    slot.ioSubsystem(),
                    number);
            require(
                    names.add(slot.name()),
                    "Two slots of IO subsystem %d have the name %s; give one another name.",
                    number,
                    slot.name());
            checkWindow(slot, windows);
            checkInterrupt(number, slot, interrupts);
        }
    }

    private static void checkWindow(SlotDescription slot, List<Window> windows) {
        require(
                slot.base() >= 0
                        && slot.size() > 0
                        && slot.size() <= BoardMap.IO_WINDOW_SIZE
                        && slot.base() <= BoardMap.IO_WINDOW_SIZE - slot.size(),
                "The window of slot %s (base 0x%x, size 0x%x) is not inside the IO window of 0x%x"
                        + " bytes.",
                slot.name(),
                slot.base(),
                slot.size(),
                BoardMap.IO_WINDOW_SIZE);
        require(
                slot.base() % Long.BYTES == 0,
                "The base 0x%x of slot %s is not a multiple of 8.",
                slot.base(),
                slot.name());
        Window window = new Window("slot " + slot.name(), slot.base(), slot.size());
        for (Window other : windows) {
            require(
                    !window.overlaps(other),
                    "The window of %s overlaps that of %s; move one of them.",
                    window,
                    other);
        }
        windows.add(window);
    }

    private static void checkInterrupt(
            int number, SlotDescription slot, Map<Integer, String> interrupts) {
        int interrupt = slot.interrupt();
        if (interrupt == 0) {
            return;
        }
        require(
                interrupt > 0 && interrupt <= MAX_INTERRUPT,
                "Slot %s has interrupt %d, but interrupts are 1 to %d, or 0 for none.",
                slot.name(),
                interrupt,
                MAX_INTERRUPT);
        int source = number * BoardMap.IO_SOURCES + interrupt;
        require(
                source <= BoardMap.PLIC_SOURCES,
                "Slot %s has interrupt %d, that is PLIC source %d, but the PLIC has only %d"
                        + " sources.",
                slot.name(),
                interrupt,
                source,
                BoardMap.PLIC_SOURCES);
        String other = interrupts.putIfAbsent(interrupt, "slot " + slot.name());
        require(
                other == null,
                "Slot %s and %s of IO subsystem %d both have interrupt %d; give one another.",
                slot.name(),
                other,
                number,
                interrupt);
    }

    private static void require(boolean condition, String sentence, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(sentence.formatted(arguments));
        }
    }
}
