package ft.campaign.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long GIB = 1L << 30;

    @Test
    void pagesTakeSomewhatMoreThanTheyHold() {
        HeapRoom room = new HeapRoom(16 * GIB);
        assertThat(room.holds(2, 7 * GIB)).isTrue();
        assertThat(room.holds(2, 8 * GIB)).isFalse();
        assertThat(room.holds(1, 8 * GIB)).isTrue();
    }

    @Test
    void thisProcessHasSome() {
        HeapRoom room = HeapRoom.now();
        assertThat(room.bytes()).isBetween(1L << 20, Runtime.getRuntime().maxMemory());
        byte[][] pages = new byte[1000][4096];
        assertThat(room.holds(1, pages.length * 4096L)).as("which it had").isTrue();
    }
}
