package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What devices send out: the digest tells every difference, and not how it was kept. */
class GuestOutputTest {
    private static final int KEPT = 4 << 20;

    private final GuestOutput output = new GuestOutput();

    private static GuestOutput of(String channel, Object... clocksAndTexts) {
        GuestOutput made = new GuestOutput();
        for (int i = 0; i < clocksAndTexts.length; i += 2) {
            byte[] text = ((String) clocksAndTexts[i + 1]).getBytes();
            made.add(channel, (Integer) clocksAndTexts[i], text, 0, text.length);
        }
        return made;
    }

    @Test
    void equalOutputHasAnEqualDigest() {
        assertThat(of("uart0", 1, "ab", 5, "c").digest())
                .isEqualTo(of("uart0", 1, "ab", 5, "c").digest())
                .hasSize(64);
    }

    @Test
    void theDigestTellsContentClockChannelAndPieces() {
        String digest = of("uart0", 1, "ab", 5, "c").digest();
        assertThat(of("uart0", 1, "ab", 5, "d").digest()).isNotEqualTo(digest);
        assertThat(of("uart0", 1, "ab", 6, "c").digest()).isNotEqualTo(digest);
        assertThat(of("uart1", 1, "ab", 5, "c").digest()).isNotEqualTo(digest);
        assertThat(of("uart0", 1, "a", 1, "b", 5, "c").digest()).isNotEqualTo(digest);
        assertThat(of("uart0", 5, "c", 1, "ab").digest()).isNotEqualTo(digest);
        assertThat(of("uart0", 1, "ab").digest()).isNotEqualTo(digest);
    }

    @Test
    void theOrderAmongChannelsDoesNotMatter() {
        GuestOutput one = of("uart0", 1, "a");
        one.add("uart1", 1, new byte[] {'b'}, 0, 1);
        GuestOutput other = of("uart1", 1, "b");
        other.add("uart0", 1, new byte[] {'a'}, 0, 1);
        assertThat(one.digest()).isEqualTo(other.digest());
    }

    @Test
    void aChannelThatIsOnlyLookedAtDoesNotCount() {
        String digest = of("uart0", 1, "a").digest();
        GuestOutput looked = of("uart0", 1, "a");
        assertThat(looked.kept("uart1")).isEmpty();
        assertThat(looked.digest()).isEqualTo(digest);
    }

    @Test
    void readingTheDigestDoesNotChangeIt() {
        GuestOutput made = of("uart0", 1, "a");
        String digest = made.digest();
        assertThat(made.digest()).isEqualTo(digest);
        made.add("uart0", 2, new byte[] {'b'}, 0, 1);
        assertThat(made.digest()).isEqualTo(of("uart0", 1, "a", 2, "b").digest());
    }

    @Test
    void onlyThePieceThatIsMeantIsTaken() {
        output.add("uart0", 1, "xhellox".getBytes(), 1, 5);
        assertThat(output.kept("uart0")).isEqualTo("hello".getBytes());
        assertThat(output.length()).isEqualTo(5);
        assertThat(output.digest()).isEqualTo(of("uart0", 1, "hello").digest());
    }

    @Test
    void theNewestPartIsKept() {
        byte[] block = new byte[1 << 20];
        int total = 0;
        for (int i = 0; i < 10; i++) {
            Arrays.fill(block, (byte) i);
            output.add("uart0", i, block, 0, block.length);
            total += block.length;
            assertThat(output.kept("uart0").length).isBetween(Math.min(total, KEPT), 2 * KEPT);
        }
        assertThat(output.length()).isEqualTo(total);
        byte[] kept = output.kept("uart0");
        assertThat(kept[kept.length - 1]).isEqualTo((byte) 9);
        assertThat(kept[kept.length - KEPT]).isEqualTo((byte) 6);
    }

    @Test
    void listenersHearUntilTheyAreClosed() throws Exception {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        AutoCloseable listening = output.listen("uart0", heard::writeBytes);
        output.add("uart0", 1, "a".getBytes(), 0, 1);
        output.add("uart1", 1, "x".getBytes(), 0, 1);
        output.clear();
        output.add("uart0", 2, "b".getBytes(), 0, 1);
        listening.close();
        output.add("uart0", 3, "c".getBytes(), 0, 1);
        assertThat(heard).hasToString("ab");
    }

    @Test
    void clearForgetsEverything() {
        output.add("uart0", 1, "a".getBytes(), 0, 1);
        output.clear();
        assertThat(output.kept("uart0")).isEmpty();
        assertThat(output.length()).isZero();
        assertThat(output.digest()).isEqualTo(new GuestOutput().digest());
        output.add("uart0", 1, "b".getBytes(), 0, 1);
        assertThat(output.digest()).isEqualTo(of("uart0", 1, "b").digest());
    }
}
