package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkPort.Path;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;

class LocalCrosslinkFactoryTest {
    private static LocalCrosslinkFactory.Options options(int ringSize) {
        return new LocalCrosslinkFactory.Options() {
            @Override
            public int ring_size() {
                return ringSize;
            }

            @Override
            public int spins() {
                return -1;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return LocalCrosslinkFactory.Options.class;
            }
        };
    }

    private static int capacity(Crosslink crosslink) {
        crosslink.connect(0, 1, true);
        crosslink.port(0).up(1);
        int sent = 0;
        while (crosslink.port(0).send(1, Path.CROSSLINK, new byte[1004], 0, 1004)) {
            sent++;
        }
        return sent * Ring.size(1004);
    }

    @Test
    void roundsTheRingSizeUp() {
        LocalCrosslinkFactory factory = new LocalCrosslinkFactory(options(262144));
        assertThat(capacity(factory.connect(2))).isEqualTo(262144);
        factory.modified(options(262145));
        assertThat(capacity(factory.connect(3))).isEqualTo(524288);
    }

    @Test
    void refusesASizeInOneSentence() {
        for (int size : new int[] {-1, 0, 262143, (1 << 30) + 1}) {
            assertThatThrownBy(() -> new LocalCrosslinkFactory(options(size)).connect(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "Option ring.size of ft.crosslink is %d; it must be from 262144 to"
                                    + " 1073741824",
                            size);
        }
    }

    @Test
    void connectsOneSystemWithNobody() {
        assertThat(new LocalCrosslinkFactory(options(262144)).connect(1).port(0).poll(null))
                .isFalse();
        assertThatThrownBy(() -> new LocalCrosslinkFactory(options(262144)).connect(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
