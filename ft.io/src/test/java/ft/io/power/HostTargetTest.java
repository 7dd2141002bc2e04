package ft.io.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.api.slot.PowerRequest;
import ft.api.slot.PowerRequest.Kind;
import ft.device.kit.bench.DeviceBench;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTargetTest {
    private static final int TO_HOST = 0x1000;
    private static final int FROM_HOST = 0x1040;
    private static final int CALL = 0x2000;
    private static final long BASE = 0x8000_0000L;

    private DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench =
                DeviceBench.of(
                        new HostTarget(), Map.of("tohost", "0x80001000", "fromhost", "0x80001040"));
        bench.replaceAtEveryStep(HostTarget::new);
    }

    @Test
    void saysNothingBeforeTheProgramDoes() {
        bench.boundary();
        bench.boundary();
        assertThat(bench.requests()).isEmpty();
        assertThat(bench.errors()).isEmpty();
        assertThat(bench.workRequested()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1,PASS,0", "11,FAIL,5", "2675,FAIL,1337", "0xffffffffffff,FAIL,0x7fffffff"})
    void theProgramEnds(String message, Kind kind, String code) {
        bench.boundary();
        bench.memory().putLong(TO_HOST, Long.decode(message));
        bench.boundary();
        assertThat(bench.requests()).containsExactly(new PowerRequest(kind, Integer.decode(code)));
    }

    @Test
    void charactersAreTakenOneByOne() {
        for (char each : "ok\n".toCharArray()) {
            bench.memory().putLong(TO_HOST, 0x0101L << 48 | each);
            bench.boundary();
            assertThat(bench.memory().getLong(TO_HOST)).isZero();
        }
        assertThat(bench.takeOutput("console")).isEqualTo("ok\n");
        assertThat(bench.memory().getLong(FROM_HOST)).isNotZero();
    }

    private void call(long number, long first, long second, long third) {
        bench.memory().putLong(CALL, number).putLong(CALL + 8, first);
        bench.memory().putLong(CALL + 16, second).putLong(CALL + 24, third);
        bench.memory().putLong(TO_HOST, BASE + CALL);
        bench.boundary();
    }

    @Test
    void systemCallsPrintAndEnd() {
        bench.memory().put(0x3000, "hello".getBytes(StandardCharsets.UTF_8));
        call(64, 1, BASE + 0x3000, 5);
        assertThat(bench.takeOutput("console")).isEqualTo("hello");
        assertThat(bench.memory().getLong(CALL)).isEqualTo(5);
        assertThat(bench.memory().getLong(TO_HOST)).isZero();
        assertThat(bench.memory().getLong(FROM_HOST)).isEqualTo(1);
        call(93, 7, 0, 0);
        assertThat(bench.requests()).containsExactly(new PowerRequest(Kind.FAIL, 7));
        assertThat(bench.errors()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsRefusedAndSaid() {
        call(63, 0, BASE, 1);
        assertThat(bench.memory().getLong(CALL)).isEqualTo(-38);
        call(64, 1, 0x1000, 5);
        assertThat(bench.memory().getLong(CALL)).isEqualTo(-14);
        bench.memory().putLong(TO_HOST, 0x10);
        bench.boundary();
        bench.memory().putLong(TO_HOST, 0x0200L << 48);
        bench.boundary();
        assertThat(bench.memory().getLong(TO_HOST)).isZero();
        assertThat(bench.errors())
                .containsExactly(
                        "system call 63 through tohost is not known.",
                        "tohost holds 0x10, where no main storage is.",
                        "tohost holds 0x200000000000000, which is no command it knows.");
        assertThat(bench.requests()).isEmpty();
    }

    @Test
    void itNeedsAnAddress() {
        assertThatThrownBy(() -> DeviceBench.of(new HostTarget()))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0 needs the address of tohost, as in tohost=0x80001000.");
        assertThatThrownBy(() -> DeviceBench.of(new HostTarget(), Map.of("tohost", "there")))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: tohost is an address, not 'there'.");
    }
}
