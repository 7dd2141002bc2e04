package ft.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.memory.Frame;
import org.junit.jupiter.api.Test;

/** What jcmd tells of this process. */
class LiveHeapTest {
    @Test
    void itCountsFramesAndBytes() throws Exception {
        Frame[] frames = new Frame[100];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new Frame(i);
        }
        LiveHeap heap = LiveHeap.of(ProcessHandle.current().pid());
        assertThat(LiveHeap.missing()).isEmpty();
        assertThat(heap.frames()).isEqualTo(frames.length);
        assertThat(heap.bytes()).isGreaterThan(frames.length * (long) frames[0].data.length);
        assertThat(frames[0].page).isZero();
    }
}
