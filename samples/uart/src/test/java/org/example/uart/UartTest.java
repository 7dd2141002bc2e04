package org.example.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.device.kit.bench.DeviceBench;
import ft.device.kit.bench.DeviceContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class UartTest {
    private DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench = DeviceBench.of(new Uart());
    }

    @Test
    void sendsAndReceives() {
        bench.write(0x0, 'o');
        bench.write(0x0, 1, 'k');
        assertEquals("ok", bench.takeOutput("serial"));
        bench.write(0x8, Uart.READY);
        assertFalse(bench.line());
        bench.send("serial", "ab");
        assertTrue(bench.line());
        assertEquals('a', bench.read(0x0));
        assertEquals('b', bench.read(0x0));
        assertFalse(bench.line());
        assertEquals(0, bench.read(0x4));
    }

    @Test
    void tellsOfAnOverrun() {
        bench.send("serial", "0123456789abcdefg");
        assertEquals(Uart.READY | Uart.OVERRUN, bench.read(0x4));
        bench.write(0x4, Uart.OVERRUN);
        assertEquals(Uart.READY, bench.read(0x4));
    }

    /** What the server expects of every device, rule by rule. */
    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return DeviceContract.of(Uart::new).rules().stream()
                .map(rule -> dynamicTest(rule.name(), rule::check));
    }
}
