package ft.device.kit.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fields.StateFields;
import org.junit.jupiter.api.Test;

class SavedStateTest {
    @Test
    void givesBackWhatWasSaved() {
        SavedState.Saver saver = SavedState.saver();
        byte[] bytes = {1, 2};
        assertThat(saver.version(3)).isEqualTo(3);
        assertThat(saver.number("a", 5)).isEqualTo(5);
        assertThat(saver.bytes("b", bytes)).isSameAs(bytes);
        bytes[0] = 9;
        StateFields loader = saver.done().loader();
        assertThat(loader.version(4)).isEqualTo(3);
        assertThat(loader.number("a", 0)).isEqualTo(5);
        assertThat(loader.bytes("b", new byte[0])).containsExactly(1, 2);
        loader.bytes("b", new byte[0])[0] = 7;
        assertThat(loader.bytes("b", new byte[0])).containsExactly(1, 2);
    }

    @Test
    void leavesWhatAnOlderStateHasNot() {
        StateFields loader = SavedState.saver().done().loader();
        assertThat(loader.version(1)).isZero();
        assertThat(loader.number("new", 17)).isEqualTo(17);
        assertThat(loader.bytes("new", new byte[] {4})).containsExactly(4);
    }

    @Test
    void refusesANameTwice() {
        SavedState.Saver saver = SavedState.saver();
        saver.number("a", 1);
        assertThatThrownBy(() -> saver.bytes("a", new byte[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The state field a is named twice.");
    }
}
