package ft.chipset.controller.board;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.io.SrcRegister;
import ft.api.server.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What software can ask of the FT controllers. */
class IntegrationPortTest {
    @Test
    void eachCommandIsAnOperationOfItsSystem() {
        assertThat(IntegrationPort.operation(0x100 | SrcRegister.COMMAND_SYNCHRONIZE, 2))
                .hasValue(new Operation.Synchronize(1));
        assertThat(IntegrationPort.operation(SrcRegister.COMMAND_LEAVE_ASYNC, 2))
                .hasValue(new Operation.LeaveAsync(0));
        assertThat(IntegrationPort.operation(0x100 | SrcRegister.COMMAND_MAKE_ACTIVE, 2))
                .hasValue(new Operation.MakeActive(1));
        assertThat(IntegrationPort.operation(0x200 | SrcRegister.COMMAND_ISOLATE, 3))
                .hasValue(new Operation.Isolate(2));
        assertThat(IntegrationPort.operation(SrcRegister.COMMAND_RESET, 1))
                .hasValue(new Operation.Reset(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 6, 0xff, 0x201, 0xff01, 0x10001, -1, 1L << 32 | 1})
    void anythingElseIsNone(long command) {
        assertThat(IntegrationPort.operation(command, 2)).isEmpty();
    }
}
