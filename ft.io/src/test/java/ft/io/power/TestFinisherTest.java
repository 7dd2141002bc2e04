package ft.io.power;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.slot.PowerRequest;
import ft.device.kit.bench.DeviceBench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestFinisherTest {
    private DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench = DeviceBench.of(new TestFinisher());
    }

    @Test
    void knowsItsThreeCommands() {
        bench.write(0, 0x5555);
        bench.write(0, 0x0007_3333);
        bench.write(0, 2, 0x7777);
        assertThat(bench.requests())
                .containsExactly(
                        new PowerRequest(PowerRequest.Kind.PASS, 0),
                        new PowerRequest(PowerRequest.Kind.FAIL, 7),
                        new PowerRequest(PowerRequest.Kind.RESET, 0));
        assertThat(bench.errors()).isEmpty();
    }

    @Test
    void keepsTheWholeExitCode() {
        bench.write(0, 0xFFFF_3333L);
        assertThat(bench.requests())
                .containsExactly(new PowerRequest(PowerRequest.Kind.FAIL, 0xFFFF));
    }

    @Test
    void reportsAnUnknownCommand() {
        bench.write(0, 0x1234);
        bench.write(0, 1, 0x55);
        bench.write(8, 0x5555);
        assertThat(bench.requests()).isEmpty();
        assertThat(bench.errors())
                .containsExactly("the test finisher does not know the command 0x1234.");
        assertThat(bench.read(0)).isZero();
    }

    @Test
    void carriesAHandleForTheSysconNodes() {
        var node = bench.device().deviceTree().orElseThrow();
        assertThat(node.properties().get("phandle")).containsExactly(0, 0, 0, 32);
        assertThat(new String(node.properties().get("compatible")))
                .isEqualTo("sifive,test1\0sifive,test0\0syscon\0");
    }
}
