package ft.test.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import ft.test.support.Lab;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Copy strategies are services, found by name, and take their configuration while they run. */
class StrategiesTest {
    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;

    private final Map<String, Configuration> configurations = new HashMap<>();

    @AfterEach
    void deleteConfigurations() throws Exception {
        for (Configuration configuration : configurations.values()) {
            configuration.delete();
        }
        configurations.clear();
    }

    private void configure(String pid, String option, Object value) throws Exception {
        Configuration configuration = admin.getConfiguration(pid, "?");
        configurations.put(pid, configuration);
        configuration.update(FrameworkUtil.asDictionary(Map.of(option, value)));
    }

    private CopyStrategy strategy(String name) throws Exception {
        return Lab.service(context, CopyStrategy.class, "(" + CopyStrategy.NAME + "=" + name + ")");
    }

    /** Enough of a machine to begin a resynchronization. */
    private static CopyEnvironment environment() {
        return (CopyEnvironment)
                Proxy.newProxyInstance(
                        CopyEnvironment.class.getClassLoader(),
                        new Class<?>[] {CopyEnvironment.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "pages" -> 4;
                                    case "pageSize" -> 64;
                                    case "scope" -> CopyScope.FULL;
                                    default -> throw new AssertionError(method.getName());
                                });
    }

    private static void open(CopyStrategy strategy) {
        strategy.open(environment()).close();
    }

    private static boolean fails(CopyStrategy strategy) {
        try {
            open(strategy);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static void awaitFailing(boolean failing, CopyStrategy... strategies) {
        for (CopyStrategy strategy : strategies) {
            Lab.await(
                    strategy.description() + (failing ? " fails" : " works"),
                    () -> fails(strategy) == failing);
        }
    }

    private static void assertOneSentence(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n")
                .contains(parts);
    }

    @Test
    void onlyTheLiteralOneRepairs() throws Exception {
        assertThat(strategy("checksum-literal").repairs()).isTrue();
        assertThat(strategy("checksum").repairs()).isFalse();
        assertThat(strategy("trace").repairs()).isFalse();
    }

    @Test
    void aChecksumThatIsNotKnownIsToldToEachSession() throws Exception {
        CopyStrategy exact = strategy("checksum");
        CopyStrategy literal = strategy("checksum-literal");
        awaitFailing(false, exact, literal);

        configure("ft.copy.checksum", "hash", "md6");
        awaitFailing(true, exact, literal);
        for (CopyStrategy strategy : List.of(exact, literal)) {
            assertOneSentence(() -> open(strategy), "\"md6\"", "sipHash24");
        }
        configure("ft.copy.checksum", "hash", "sha256");
        awaitFailing(false, exact, literal);

        assertThat(strategy("checksum")).as("it was not exchanged").isSameAs(exact);
    }

    /** Any combination of the parts is a configuration, and comes and goes with it. */
    @Test
    void aStrategyOfOnesOwnIsAConfiguration() throws Exception {
        Configuration configuration =
                admin.createFactoryConfiguration("ft.copy.checksum.variant", "?");
        configuration.update(
                FrameworkUtil.asDictionary(
                        Map.of(
                                CopyStrategy.NAME,
                                "mine",
                                "window",
                                "open",
                                "second.sums",
                                "interleaved")));
        CopyStrategy mine = strategy("mine");
        assertThat(mine.description()).contains("window open, interleaved sums by crc32c");
        assertThat(mine.repairs()).isTrue();
        open(mine);
        configuration.delete();
        String filter = "(" + CopyStrategy.NAME + "=mine)";
        Lab.await(
                "it is gone",
                () -> {
                    try {
                        return context.getServiceReferences(CopyStrategy.class, filter).isEmpty();
                    } catch (InvalidSyntaxException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void wrongRoundsAreToldToEachSession() throws Exception {
        CopyStrategy trace = strategy("trace");
        configure("ft.copy.trace", "rounds", -1);
        awaitFailing(true, trace);
        assertOneSentence(() -> open(trace), "-1");
        deleteConfigurations();
        awaitFailing(false, trace);
    }
}
