package ft.copy.checksum;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.api.copy.CopyStrategy;
import ft.copy.kit.CopyContract;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every strategy keeps the contract that third parties test theirs with. */
class ContractTest {
    @TestFactory
    Stream<DynamicTest> rules() {
        Stream<DynamicTest> ways =
                Stream.of(Way.values())
                        .flatMap(way -> rules(way.name(), () -> way.strategy(Options.defaults())));
        return Stream.concat(ways, rules("STOP_AND_COPY", StopAndCopyStrategy::new));
    }

    private static Stream<DynamicTest> rules(String name, Supplier<CopyStrategy> maker) {
        return CopyContract.of(maker).rules().stream()
                .map(rule -> dynamicTest(name + " " + rule.name(), rule::check));
    }
}
