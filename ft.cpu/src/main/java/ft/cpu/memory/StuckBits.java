package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import ft.api.fields.StateFields;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of main storage that do not take what is written. They are forced after every write, so
 * that whoever reads, by whatever way, finds them as they are; for that, a page with such a cell is
 * never written past the memory controller.
 */
final class StuckBits {
    private final List<Cell> cells = new ArrayList<>();

    private record Cell(int page, int offset, int mask, boolean one) {}

    boolean isEmpty() {
        return cells.isEmpty();
    }

    void add(int page, long address, int bit, boolean one) {
        cells.add(new Cell(page, (int) address & MainStorage.PAGE_SIZE - 1, 1 << bit, one));
    }

    boolean isIn(int page) {
        for (Cell cell : cells) {
            if (cell.page == page) {
                return true;
            }
        }
        return false;
    }

    void state(StateFields fields) {
        List<Cell> all =
                fields.list(
                        "stuck",
                        cells,
                        new Cell(0, 0, 0, false),
                        (at, own) ->
                                new Cell(
                                        (int) fields.number(at + "page", own.page),
                                        (int) fields.number(at + "offset", own.offset),
                                        (int) fields.number(at + "mask", own.mask),
                                        fields.flag(at + "one", own.one)));
        if (fields.isLoading()) {
            cells.addAll(all);
        }
    }

    void force(Frame frame) {
        for (Cell cell : cells) {
            if (cell.page == frame.page) {
                byte old = frame.data[cell.offset];
                frame.data[cell.offset] = (byte) (cell.one ? old | cell.mask : old & ~cell.mask);
            }
        }
    }
}
