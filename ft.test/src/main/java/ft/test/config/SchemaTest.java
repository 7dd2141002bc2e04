package ft.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.config.Configurations;
import ft.api.server.FtServer;
import ft.test.support.Lab;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Schema and page of the configuration say what the metatypes say. */
class SchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("ft.root"));
    private static final Path SCHEMA = ROOT.resolve("cnf/server/schema.json");
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final Path WRITTEN = ROOT.resolve("ft.test/target/configuration");
    private static final String BEGIN = "<!-- options -->\n";
    private static final String END = "<!-- end of options -->";

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    Configurations configurations;

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static void assertSame(Path file, String expected) throws Exception {
        Files.createDirectories(WRITTEN);
        Path written = WRITTEN.resolve(file.getFileName());
        Files.writeString(written, expected);
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is out of date; copy %s there", file, written)
                .isEqualTo(expected);
    }

    @Test
    void theSchemaIsThatOfTheMetatypes() throws Exception {
        assertSame(SCHEMA, ServerSchema.of(configurations.all()));
    }

    @Test
    void thePageHasEveryOption() throws Exception {
        Lab.service(context, FtServer.class, "(" + FtServer.NAME + "=default)");
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isGreaterThan(BEGIN.length());
        assertSame(
                PAGE,
                page.substring(0, begin)
                        + OptionTable.of(configurations.find("ft.server~default"))
                        + page.substring(end));
    }

    @Test
    void theDefaultDescriptionFits() throws Exception {
        String text = Files.readString(ROOT.resolve("cnf/server/default.json"));
        assertThat(SchemaCheck.complaints(schema(), json(text))).isEmpty();
    }

    private JsonObject schema() {
        return json(ServerSchema.of(configurations.all()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'hart': 1|hart",
                "'harts': 5|maximum",
                "'harts:Integer': 0|minimum",
                "'memory': 'lots'|pattern",
                "'paced': 'perhaps'|enum",
                "'driver': 'SHRUG'|enum",
                "'slots': ['uart0 io=0 base=0x10000000 size=0x100']|pattern",
                "'slots': 'uart0'|type",
            })
    void aWrongDescriptionDoesNotFit(String option, String part) {
        String text = "{'ft.server~a': {'ft.server': 'a', " + option + "}}";
        List<String> complaints = SchemaCheck.complaints(schema(), json(text.replace('\'', '"')));
        assertThat(complaints).singleElement().asString().contains(part);
    }
}
