package ft.io.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.MainStorage;
import ft.api.fault.Fault;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedResourceControllerTest {
    private final SharedResourceController controller = new SharedResourceController();

    @Test
    void identifiesItself() {
        assertThat(controller.read(0)).isEqualTo(0x1_4654_5352L);
        assertThat(controller.read(4)).isEqualTo(1);
        assertThatThrownBy(() -> controller.set(SrcRegister.IDENTITY, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersInTwoWidths() {
        assertThat(controller.answers(0x28, 8, false)).isTrue();
        assertThat(controller.answers(0x2C, 4, false)).isTrue();
        assertThat(controller.answers(0x28, 2, false)).isFalse();
        assertThat(controller.answers(0x28, 8, true)).as("read only").isFalse();
        assertThat(controller.answers(0x48, 8, false)).as("nothing there").isFalse();
        assertThat(controller.answers(0xFFF8, 8, false)).isFalse();
    }

    @Test
    void halvesAreWrittenApart() {
        int mailbox = SrcRegister.MAILBOX.offset();
        assertThat(controller.answers(mailbox, 4, true)).isTrue();
        controller.write(mailbox, 8, 0x1111_2222_3333_4444L);
        controller.write(mailbox + 4, 4, 0xAAAA_AAAAL);
        assertThat(controller.get(SrcRegister.MAILBOX)).isEqualTo(0xAAAA_AAAA_3333_4444L);
        controller.write(mailbox, 4, 0xBBBB_BBBBL);
        assertThat(controller.read(mailbox)).isEqualTo(0xAAAA_AAAA_BBBB_BBBBL);
        assertThat((int) controller.read(mailbox + 4)).isEqualTo(0xAAAA_AAAA);
    }

    @Test
    void aReadTakesALockThatIsFreeAndTellsWhoHoldsItOtherwise() {
        int lock = SrcRegister.LOCK_3.offset();
        int other = SharedResources.issuer(1);
        controller.requester(other);
        assertThat(controller.answers(lock, 4, false)).isTrue();
        assertThat(controller.read(lock + 4)).as("the upper half takes nothing").isZero();
        assertThat(controller.get(SrcRegister.LOCK_3)).as("looking takes nothing").isZero();
        assertThat(controller.read(lock)).as("was free").isZero();
        assertThat(controller.read(lock)).as("holds it already").isEqualTo(other);
        controller.requester(SharedResources.SERVICE);
        assertThat(controller.read(lock)).isEqualTo(other);
        controller.write(lock, 8, 0);
        assertThat(controller.get(SrcRegister.LOCK_3)).as("not the service's").isEqualTo(other);
        assertThat(controller.read(SrcRegister.LOCK_7.offset())).isZero();
        assertThat(controller.read(SrcRegister.LOCK_HOLDERS.offset()))
                .isEqualTo(0x0100_0000_0300_0000L);
        assertThat(controller.answers(SrcRegister.LOCK_HOLDERS.offset(), 8, true)).isFalse();
        controller.requester(other);
        controller.write(lock, 4, 0);
        assertThat(controller.get(SrcRegister.LOCK_3)).isZero();
    }

    @Test
    void locksOfARequesterThatIsGoneAreReleased() {
        controller.requester(SharedResources.issuer(0));
        controller.read(SrcRegister.LOCK_0.offset());
        controller.read(SrcRegister.LOCK_1.offset());
        controller.requester(SharedResources.SERVICE);
        controller.read(SrcRegister.LOCK_2.offset());
        controller.releaseLocks(SharedResources.issuer(0));
        assertThat(controller.get(SrcRegister.LOCK_HOLDERS)).isEqualTo(0x1_0000);
        controller.reset();
        assertThat(controller.get(SrcRegister.LOCK_HOLDERS)).isZero();
        assertThatThrownBy(() -> controller.set(SrcRegister.LOCK_0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copiesAPageInTwoHalves() {
        byte[] from = new byte[MainStorage.PAGE_SIZE];
        Arrays.fill(from, (byte) 7);
        byte[] to = new byte[MainStorage.PAGE_SIZE];
        assertThat(controller.sharedMemory().length % MainStorage.PAGE_SIZE).isZero();
        controller.fetch(new ArrayStorage(from), 0, 8192, from.length);
        controller.store(new ArrayStorage(to), 0, controller.sharedMemory(), 8192, to.length);
        assertThat(to).isEqualTo(from);
        assertThat(controller.bytesMoved()).isEqualTo(8192);
        controller.reset();
        assertThat(controller.bytesMoved()).isZero();
        assertThat(controller.sharedMemory()).containsOnly(0);
        assertThat(controller.get(SrcRegister.IDENTITY)).isEqualTo(0x1_4654_5352L);
    }

    /** By a fault as well, which wants to see every one of them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storesManyPages(boolean faulty) {
        byte[] to = new byte[4 * MainStorage.PAGE_SIZE];
        byte[][] contents = new byte[3][MainStorage.PAGE_SIZE];
        Arrays.fill(contents[0], (byte) 1);
        Arrays.fill(contents[1], (byte) 2);
        if (faulty) {
            controller.flip(1, new Fault.DmaFlip(0, 8, 2));
        }
        controller.store(new ArrayStorage(to), new int[] {3, 1, 0}, contents, 2);
        assertThat(controller.bytesMoved()).isEqualTo(2 * MainStorage.PAGE_SIZE);
        assertThat(to[3 * MainStorage.PAGE_SIZE]).isEqualTo((byte) 1);
        assertThat(to[MainStorage.PAGE_SIZE]).isEqualTo((byte) 2);
        assertThat(to[3 * MainStorage.PAGE_SIZE + 1]).isEqualTo((byte) (faulty ? 0 : 1));
        assertThat(to[MainStorage.PAGE_SIZE + 1]).isEqualTo((byte) (faulty ? 3 : 2));
        assertThat(contents[0]).as("what is lent").containsOnly(1);
        assertThat(to[0]).as("no more than so many").isZero();
        contents[2][0] = 9;
        controller.store(new ArrayStorage(to), new int[] {0, 1, 2}, contents, 3);
        assertThat(to[2 * MainStorage.PAGE_SIZE]).isEqualTo((byte) 9);
    }

    private record ArrayStorage(byte[] content) implements MainStorage {
        @Override
        public long base() {
            return 0;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long address, byte[] target, int offset, int length) {
            System.arraycopy(content, (int) address, target, offset, length);
        }

        @Override
        public void write(long address, byte[] source, int offset, int length) {
            throw new UnsupportedOperationException("a copy is no store of anybody");
        }

        @Override
        public void restore(long address, byte[] source, int offset, int length) {
            System.arraycopy(source, offset, content, (int) address, length);
        }

        @Override
        public byte[] lend(int page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUntouched(int page) {
            return false;
        }

        @Override
        public int crc32c(long address, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long check(long address, int length) {
            throw new UnsupportedOperationException();
        }
    }
}
