package ft.copy.trace;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.copy.kit.CopyContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The strategy keeps the contract that third parties test theirs with, with every option. */
class ContractTest {
    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(Options.defaults(), new Options(5, 0), new Options(5, 10))
                .flatMap(
                        options ->
                                CopyContract.of(() -> new TraceStrategy(options)).rules().stream()
                                        .map(
                                                rule ->
                                                        dynamicTest(
                                                                options + " " + rule.name(),
                                                                rule::check)));
    }
}
