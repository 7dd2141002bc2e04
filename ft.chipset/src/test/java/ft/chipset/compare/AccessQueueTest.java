package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Queues 131 and 132 (P6 [0042]). */
class AccessQueueTest {
    private final AccessQueue queue = new AccessQueue(2);

    private record Entry(long clock, long offset, long value, int kind) {
        void addTo(AccessQueue queue) {
            queue.add(clock, offset, value, kind);
        }
    }

    private static Entry head(AccessQueue queue) {
        return new Entry(queue.clock(), queue.offset(), queue.value(), queue.kind());
    }

    @Test
    void itGrowsAndKeepsTheOrder() {
        Random random = new Random(7);
        Deque<Entry> model = new ArrayDeque<>();
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(5) < 3 || model.isEmpty()) {
                Entry entry =
                        new Entry(step, random.nextInt(64), random.nextLong(), random.nextInt(8));
                entry.addTo(queue);
                model.add(entry);
            } else {
                queue.remove();
                model.remove();
            }
            assertThat(queue.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(head(queue)).isEqualTo(model.peek());
                assertThat(queue.isSound()).isTrue();
            }
        }
    }

    @Test
    void everyBitOfTheDataIsChecked() {
        for (int bit = 0; bit < 64; bit++) {
            queue.clear();
            new Entry(5, 0x10, 3, 1).addTo(queue);
            queue.damage(1L << bit);
            assertThat(queue.isSound()).as("bit %d", bit).isFalse();
            queue.mend(6, 0x14, 4, 2);
            assertThat(queue.isSound()).isTrue();
            assertThat(head(queue)).isEqualTo(new Entry(6, 0x14, 4, 2));
        }
    }

    @Test
    void damageHitsTheEntryThatCameLast() {
        new Entry(5, 0x10, 3, 1).addTo(queue);
        new Entry(6, 0x10, 4, 1).addTo(queue);
        queue.damage(1);
        assertThat(queue.isSound()).isTrue();
        queue.remove();
        assertThat(queue.isSound()).isFalse();
        assertThat(queue.value()).isEqualTo(5);
    }
}
