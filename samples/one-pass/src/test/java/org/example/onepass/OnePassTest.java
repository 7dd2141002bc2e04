package org.example.onepass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.api.resync.CopyScope;
import ft.copy.kit.CopyBench;
import ft.copy.kit.CopyContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnePassTest {
    @Test
    void copiesUnderStopOnlyWhatWasWrittenSince() {
        CopyBench bench = new CopyBench(64, 4096, CopyScope.FULL, 1);
        bench.open(new OnePass());
        bench.online(() -> {});
        bench.write(3);
        bench.stopped();
        assertTrue(bench.differing().isEmpty());
        assertEquals(1, bench.session().figures().get("underStop"));
    }

    /** What the server expects of every strategy, rule by rule. */
    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return CopyContract.of(OnePass::new).rules().stream()
                .map(rule -> dynamicTest(rule.name(), rule::check));
    }
}
