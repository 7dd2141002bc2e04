package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What went on to the IO subsystem, until all that are compared have sent it. */
class ForwardedTest {
    private static final int DEPTH = 2;
    private static final int SYSTEMS = 2;
    private static final boolean[] ALL = {true, true};

    private final Forwarded forwarded = new Forwarded(SYSTEMS, DEPTH);
    private final Participants systems = new Participants(SYSTEMS);

    private record Entry(long clock, long offset, long value, int kind, long data, int lines) {
        AccessQueue queue() {
            AccessQueue queue = new AccessQueue(DEPTH);
            queue.add(clock, offset, value, kind);
            return queue;
        }
    }

    private Entry at(int system) {
        return new Entry(
                forwarded.clock(system),
                forwarded.offset(system),
                forwarded.value(system),
                forwarded.kind(system),
                forwarded.data(system),
                forwarded.lines(system));
    }

    private static Entry entry(Random random, int number) {
        return new Entry(
                number, number * 8L, random.nextLong(), 1, random.nextLong(), random.nextInt());
    }

    /** Far more than there was room for, with one system up to 20 requests behind. */
    @Test
    void whatOneSystemHasNotSentIsKeptHoweverMuchThatIs() {
        systems.begin(ALL, ALL, 0);
        systems.reset();
        Random random = new Random(5);
        List<Entry> all = new ArrayList<>();
        int behind = 0;
        for (int number = 0; number < 500; number++) {
            Entry next = entry(random, number);
            all.add(next);
            forwarded.add(next.queue(), next.data, next.lines);
            assertThat(at(0)).isEqualTo(next);
            forwarded.pass(0);
            while (behind + random.nextInt(20) <= number) {
                assertThat(at(1)).isEqualTo(all.get(behind));
                assertThat(forwarded.agrees(1, all.get(behind).queue())).isTrue();
                forwarded.pass(1);
                behind++;
                forwarded.forgetPassed(systems);
            }
            assertThat(forwarded.isAtEnd(0)).isTrue();
            assertThat(forwarded.behind(1)).isEqualTo(number + 1 - behind);
        }
    }

    /** Room for exactly so many does not grow, and one more does not overwrite. */
    @Test
    void itGrowsWhenItIsFull() {
        Random random = new Random(9);
        List<Entry> all = new ArrayList<>();
        for (int number = 0; number <= DEPTH; number++) {
            all.add(entry(random, number));
            forwarded.add(all.get(number).queue(), all.get(number).data, all.get(number).lines);
        }
        for (Entry each : all) {
            assertThat(at(0)).isEqualTo(each);
            forwarded.pass(0);
        }
        assertThat(forwarded.isAtEnd(0)).isTrue();
    }
}
