package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {
    private final Link link = new Link();

    @Test
    void countsItsChanges() {
        assertThat(link.epoch()).isZero();
        assertThat(link.set(false)).isFalse();
        assertThat(link.set(true)).isTrue();
        assertThat(link.set(true)).isFalse();
        assertThat(link.epoch()).isEqualTo(1);
        assertThat(link.set(false)).isTrue();
        assertThat(link.epoch()).isEqualTo(2);
        assertThat(Link.isUp(1)).isTrue();
        assertThat(Link.isUp(2)).isFalse();
    }

    @Test
    void failsOnlyInTheEpochInWhichSomethingWentWrong() {
        link.set(true);
        assertThat(link.fail(1)).isTrue();
        assertThat(link.epoch()).isEqualTo(2);
        assertThat(link.fail(1)).isFalse();
        assertThat(link.fail(2)).isFalse();
        link.set(true);
        assertThat(link.fail(1)).isFalse();
        assertThat(link.epoch()).isEqualTo(3);
    }
}
