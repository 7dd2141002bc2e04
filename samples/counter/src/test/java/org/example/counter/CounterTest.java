package org.example.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.device.kit.bench.DeviceBench;
import ft.device.kit.bench.DeviceContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CounterTest {
    @Test
    void countsItsReads() throws Exception {
        DeviceBench bench = DeviceBench.of(new Counter());
        assertEquals(0, bench.read(0x0));
        assertEquals(1, bench.read(0x0));
        bench.write(0x0, 40);
        assertEquals(40, bench.read(0x0));
    }

    /** What the server expects of every device, rule by rule. */
    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return DeviceContract.of(Counter::new).rules().stream()
                .map(rule -> dynamicTest(rule.name(), rule::check));
    }
}
