package ft.chipset.access;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The access matrix cell by cell against spec section 4. */
class AccessMatrixTest {
    /**
     * Outbound: S is SYNC, A is ASYNC, - is a master abort. Inbound: y reaches main storage, - is
     * suppressed; an SRC counts with the DMA it does. The other SRC in ST1 and ST6 is X21: there is
     * no crosslink in a divided state, so its mailbox cannot be reached.
     */
    private static final String MATRIX =
            """
            state | out: own dev | own SRC | other dev | other SRC | in: own dev | own SRC | other dev | other SRC
            ST4   | S            | S       | S         | S         | y           | y       | y         | y
            ST3   | S            | S       | S         | S         | y           | y       | y         | y
            ST5   | S            | S       | S         | S         | y           | y       | y         | y
            ST2   | S            | S       | S         | S         | y           | y       | y         | y
            ST1   | S            | S       | -         | -         | y           | y       | -         | -
            ST6   | A            | A       | -         | -         | y           | y       | -         | -
            ST7   | A            | A       | A         | A         | -           | y       | -         | y
            ST8   | A            | A       | A         | A         | y           | y       | y         | y
            ST9   | -            | -       | -         | -         | -           | -       | -         | -
            ST10  | -            | -       | -         | -         | -           | -       | -         | -
            off   | -            | -       | -         | -         | -           | -       | -         | -
            """;

    private static final List<Target> COLUMNS =
            List.of(Target.OWN_DEVICE, Target.OWN_SRC, Target.OTHER_DEVICE, Target.OTHER_SRC);

    record Cell(SystemState state, boolean outbound, Target place, String expected) {}

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        MATRIX.lines()
                .skip(1)
                .forEach(
                        line -> {
                            String[] c = line.split("\\|");
                            for (int i = 1; i < c.length; i++) {
                                Target place = COLUMNS.get((i - 1) % COLUMNS.size());
                                boolean outbound = i <= COLUMNS.size();
                                cells.add(
                                        new Cell(state(c[0].trim()), outbound, place, c[i].trim()));
                            }
                        });
        return cells;
    }

    private static SystemState state(String label) {
        return Stream.of(SystemState.values())
                .filter(s -> s.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cell(Cell cell) {
        if (cell.outbound()) {
            Grant grant =
                    switch (cell.expected()) {
                        case "S" -> Grant.SYNC;
                        case "A" -> Grant.ASYNC;
                        default -> Grant.MASTER_ABORT;
                    };
            assertThat(AccessMatrix.outbound(cell.state(), cell.place())).isEqualTo(grant);
        } else {
            assertThat(AccessMatrix.inbound(cell.state(), cell.place()))
                    .isEqualTo(cell.expected().equals("y"));
        }
    }

    @Test
    void theTableAboveHasEveryCell() {
        assertThat(cells()).hasSize(SystemState.values().length * Target.values().length * 2);
        assertThat(cells().stream().map(Cell::state))
                .containsAll(Arrays.asList(SystemState.values()));
    }
}
