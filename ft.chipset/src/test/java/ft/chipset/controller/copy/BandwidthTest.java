package ft.chipset.controller.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.ServerDescription;
import ft.chipset.controller.view.ServerView;
import ft.chipset.description.Descriptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthTest {
    private static final int QUANTUM = 32_768; // 327.68 us

    private static ServerDescription described(String memory, String rate, String share)
            throws Exception {
        return Descriptions.vary(
                Descriptions.standard("test"),
                Map.of("memory", memory, "dmaRate", rate, "backgroundShare", share));
    }

    private static ServerView view(String memory, String rate, String share) throws Exception {
        return new ServerView(described(memory, rate, share));
    }

    /** As many quanta as bring 1.25 MiB, or a 256th of main storage: powers of two up to 32. */
    @ParameterizedTest
    @CsvSource({
        "1GiB, 800MiB, 0.25, 16",
        "8GiB, 800MiB, 0.25, 16",
        "256MiB, 800MiB, 0.25, 8",
        "4MiB, 800MiB, 0.25, 1",
        "1GiB, 400MiB, 0.25, 32",
        "1GiB, 800MiB, 0.5, 8",
        "1GiB, 8GiB, 0.25, 1",
        "1GiB, 1MiB, 0.25, 32",
    })
    void aShareComesWhenItIsWorthAMeeting(String memory, String rate, String share, int quanta)
            throws Exception {
        Bandwidth bandwidth = new Bandwidth(view(memory, rate, share));
        long stride = (long) quanta * QUANTUM;
        assertThat(bandwidth.next(0)).isEqualTo(stride);
        assertThat(bandwidth.next(stride - 1)).isEqualTo(stride);
        assertThat(bandwidth.next(stride)).isEqualTo(2 * stride);
        assertThat(bandwidth.isDue(stride)).isTrue();
        assertThat(bandwidth.isDue(stride + QUANTUM)).isEqualTo(quanta == 1);
    }

    @Test
    void whatIsMovedFollowsFromTheTimeSinceTheLastShare() throws Exception {
        Bandwidth bandwidth = new Bandwidth(view("1GiB", "400MiB", "0.25"));
        bandwidth.advance(10_000_000); // 100 ms at 100 MiB a second
        bandwidth.use(10 << 20);
        assertThat(bandwidth.isLeft()).isFalse();
        bandwidth.advance(20_000_000);
        bandwidth.use((10 << 20) - 1);
        assertThat(bandwidth.isLeft()).isTrue();
        bandwidth.use(1 << 20);
        bandwidth.advance(21_000_000); // what was overdrawn is saved
        assertThat(bandwidth.isLeft()).isTrue();
        bandwidth.advance(31_000_000); // and what was not used is lost
        bandwidth.use(10 << 20);
        assertThat(bandwidth.isLeft()).isFalse();
    }
}
