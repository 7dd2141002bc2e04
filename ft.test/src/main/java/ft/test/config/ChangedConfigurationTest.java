package ft.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.config.ChangeEffect;
import ft.api.config.Configurable;
import ft.api.config.Configurations;
import ft.api.config.ConfiguredOption;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.test.support.Lab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Configurations are changed while servers run; nothing that is written ends one. */
class ChangedConfigurationTest {
    private static final String NAME = "changed";
    private static final String LIMIT = "asyncLimit";
    private static final long END = 8_000_000;

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    ConfigurationAdmin admin;

    @InjectService(timeout = 10_000)
    Configurations configurations;

    @InjectService(timeout = 10_000)
    CommandProcessor processor;

    private Lab lab;
    private ServerConfigurations configured;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        configured = new ServerConfigurations(context, admin);
    }

    @AfterEach
    void close() throws Exception {
        configured.close();
        lab.close();
    }

    private static List<String> texts(FtServer server) {
        return server.events().stream().map(ServerEvent::text).toList();
    }

    private static ConfiguredOption option(Configurable of, String name) {
        return of.options().stream().filter(o -> o.name().equals(name)).findAny().orElseThrow();
    }

    /** Texts for numbers, as files of Felix and Karaf have them. */
    @Test
    void aServerGoesOnWithWhatIsConfiguredNow() throws Exception {
        FtServer server = configured.describe(NAME, Map.of());
        server.guest(lab.guest("ledger", Lab.LEDGER));
        CompletableFuture<Probe> probe = server.probeAt(END);
        Lab.boot(server);
        configured.change(NAME, LIMIT, "77");
        configured.change(NAME, "strategy", "checksum");
        Lab.await(
                "both are in force",
                () ->
                        server.description().asyncLimit() == 77
                                && server.description().strategy().equals("checksum"));
        configured.change(NAME, "harts", "many");
        Lab.await("it is told", () -> server.settings().problem().contains("harts=many"));
        configured.change(NAME, "harts", "2");
        Lab.await("it waits", () -> server.settings().problem().isEmpty());
        assertThat(configured.server(NAME)).isSameAs(server);
        Lab.assertGolden(probe.get(60, TimeUnit.SECONDS), lab.simplex("ledger", Lab.LEDGER, END));
        assertThat(texts(server))
                .contains("asyncLimit=77 instead of 2000", "copy strategy checksum is selected")
                .anyMatch(text -> text.contains("goes on with harts=1: harts=2"));

        server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        Lab.bootTo(server, 2_000_000);
        assertThat(server.description().harts()).isEqualTo(2);
        assertThat(server.description().asyncLimit()).isEqualTo(77);
        assertThat(configured.server(NAME)).isSameAs(server);
    }

    @Test
    void theServiceShowsAndSetsWhatIsInForce() throws Exception {
        FtServer server = configured.describe(NAME, Map.of());
        lab.bootTo(server, "ledger", Lab.LEDGER, 1_000_000);
        assertThat(configurations.set(NAME, LIMIT, List.of("12"))).contains("asyncLimit=12");
        assertThat(server.description().asyncLimit()).isEqualTo(12);
        Configuration configuration = configured.configuration(NAME);
        assertThat(configuration.getProperties().get(LIMIT)).isEqualTo(12);
        assertThat(option(configurations.find(NAME), LIMIT).effect()).isEqualTo(ChangeEffect.NOW);

        assertThat(configurations.set(NAME, "quantum", List.of("65536")))
                .contains("wait for the next start", "quantum=32768");
        ConfiguredOption quantum = option(configurations.find("ft.server~" + NAME), "quantum");
        assertThat(quantum.value()).containsExactly("32768");
        assertThat(quantum.configured()).containsExactly("65536");
        assertThat(quantum.effect()).isEqualTo(ChangeEffect.NEXT_START);
        assertThat(quantum.unit()).isEqualTo("cycles");
        assertThat(quantum.range()).isEqualTo("256 to 10000000");

        assertThat(configurations.reset(NAME, LIMIT)).contains("asyncLimit=2000");
        assertThat(server.description().asyncLimit()).isEqualTo(2000);
        assertThat(configuration.getProperties().get(LIMIT)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "asyncLimit, -1, asyncLimit=-1, 0 to 1000000",
        "asyncLimit, soon, soon, whole number",
        "paced, perhaps, perhaps, true or false",
        "ioMismatch, SHRUG, SHRUG, SEPARATE",
        "memory, lots, memory=lots, 64MiB",
        "strategy, prayer, prayer, checksum",
        "colour, blue, colour, harts",
        "traceAlmostFull, 9000, traceEntries, head-room",
    })
    void whatIsWrongIsRefusedAndNothingIsWritten(
            String option, String value, String first, String second) throws Exception {
        configured.describe(NAME, Map.of());
        Configuration configuration = configured.configuration(NAME);
        long before = configuration.getChangeCount();
        assertThatThrownBy(() -> configurations.set(NAME, option, List.of(value)))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll(first, second)
                .message()
                .doesNotContain("\n", "Exception");
        assertThat(configuration.getChangeCount()).isEqualTo(before);
    }

    @Test
    void aServerIsMadeAndRemoved() throws Exception {
        configurations.set("ft.server~made", "memory", List.of("4MiB"));
        try {
            assertThat(configured.server("made").description().memoryBytes()).isEqualTo(4 << 20);
            assertThat(configurations.all())
                    .extracting(Configurable::pid)
                    .contains("ft.server~made", "ft.server~", "ft.crosslink", "ft.copy.checksum");
        } finally {
            configurations.remove("made");
        }
        Lab.await("it is gone", () -> !configured.isThere("made"));
        assertThatThrownBy(() -> configurations.find("made"))
                .hasMessageContainingAll("'made'", "ft.server~NAME");
    }

    @Test
    void whatIsNoServerIsConfiguredLikewise() throws Exception {
        configurations.set("ft.copy.trace", "rounds", List.of("3"));
        try {
            ConfiguredOption rounds = option(configurations.find("ft.copy.trace"), "rounds");
            assertThat(rounds.value()).containsExactly("3");
            assertThat(rounds.standard()).containsExactly("0");
            assertThatThrownBy(() -> configurations.set("ft.copy.trace", "rounds", List.of("-1")))
                    .hasMessageContaining("0 to 1000");
        } finally {
            configurations.remove("ft.copy.trace");
        }
        assertThat(configurations.find("ft.copy.trace").configured()).isFalse();
    }

    @Test
    void theCommandShowsAndSets() throws Exception {
        configured.describe(NAME, Map.of());
        PrintStream out = new PrintStream(new ByteArrayOutputStream());
        InputStream in = new ByteArrayInputStream(new byte[0]);
        try (CommandSession session = processor.createSession(in, out, out)) {
            assertThat(shown(session, "ft:config")).contains("ft.server~NAME", NAME);
            assertThat(shown(session, "ft:config " + NAME))
                    .contains("quantum", "32768", "cycles", "256 to 10000000", "next start", "now");
            assertThat(shown(session, "ft:config " + NAME + " quantum"))
                    .contains("Cycles between instruction boundaries", "next start");
            assertThat(shown(session, "ft:config " + NAME + " asyncLimit 5"))
                    .isEqualTo("In force: asyncLimit=5.");
            assertThat(shown(session, "ft:config " + NAME + " asyncLimit --reset"))
                    .isEqualTo("In force: asyncLimit=2000.");
        }
    }

    private static String shown(CommandSession session, String line) throws Exception {
        return String.valueOf(session.format(session.execute(line), Converter.INSPECT));
    }
}
