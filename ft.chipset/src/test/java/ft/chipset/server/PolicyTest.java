package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.history.Moment;
import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a disagreement of IO accesses leads to is said by a part that can be replaced. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PolicyTest {
    private static final long STRIKE = 8_000_000;
    private static final long END = 12_000_000;

    private final TestParts parts = new TestParts();
    private final List<Disagreement> asked = new CopyOnWriteArrayList<>();

    private ComparatorPolicy saying(Verdict verdict) {
        return seen -> {
            asked.add(seen);
            return verdict;
        };
    }

    /** The state of #1 right after the IO comparators have found something. */
    private SystemState afterwards(String... options) throws Exception {
        try (DescribedServer server = parts.server(options)) {
            server.guest(parts.guest("ledger", "ws=256 report=200"));
            server.submitAt(STRIKE, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
            TestParts.powerOnTo(server, END);
            return server.events().stream()
                    .filter(event -> event.event() == StateEvent.IO_MISMATCH)
                    .filter(event -> event.system() == 1 && event.from() != event.to())
                    .map(event -> event.to())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(server.events().toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"TRACE,ONLINE_ASYNC", "SEPARATE,FAULT"})
    void aPolicyOfOnesOwnDecides(Verdict verdict, SystemState after) throws Exception {
        parts.policies.put("mine", saying(verdict));
        assertThat(afterwards("ioMismatch=mine")).isEqualTo(after);
        assertThat(asked).as("once for both controllers").isNotEmpty().doesNotHaveDuplicates();
        assertThat(asked.get(0).online()).isEqualTo(2);
        assertThat(asked.get(0).clock()).isGreaterThanOrEqualTo(STRIKE);
        assertThat(asked.get(0).text()).contains("IO comparator");
    }

    @Test
    void oneThatFailsSeparates() throws Exception {
        parts.policies.put(
                "broken",
                seen -> {
                    throw new IllegalStateException("on purpose");
                });
        assertThat(afterwards("ioMismatch=broken")).isEqualTo(SystemState.FAULT);
    }

    @Test
    void anUnknownOneIsRefusedByName() throws Exception {
        assertThatThrownBy(() -> parts.server("ioMismatch=ignore"))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("'ignore'", "SEPARATE", "TRACE");
        try (DescribedServer server = parts.server()) {
            assertThatThrownBy(server.submit(new Operation.Configure("ioMismatch", "ignore"))::join)
                    .cause()
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("'ignore'");
        }
    }

    /** All controllers hear the same, also of one that is replaced between two of them. */
    @Test
    void aDisagreementIsDecidedOnce() {
        PolicyDesk desk = new PolicyDesk(parts);
        Disagreement seen = new Disagreement(5, 0, 2, false, "differs");
        parts.policies.put("mine", saying(Verdict.SEPARATE));
        Moment moment = new Moment(1, 5, 0);
        assertThat(desk.decide(moment, "mine", seen)).isEqualTo(Verdict.SEPARATE);
        parts.policies.put("mine", saying(Verdict.TRACE));
        assertThat(desk.decide(moment, "mine", seen)).isEqualTo(Verdict.SEPARATE);
        Moment next = new Moment(1, 6, 0);
        assertThat(desk.decide(next, "mine", seen)).isEqualTo(Verdict.TRACE);
        parts.policies.clear();
        Moment last = new Moment(1, 7, 0);
        assertThat(desk.decide(last, "mine", seen)).as("stands in").isEqualTo(Verdict.TRACE);
    }
}
