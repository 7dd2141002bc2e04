package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ft.test.support.Lab;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The inventory printer tells what servers are made of and have done. */
class InventoryTest {
    private static final String NAME = "printed";

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;

    private InventoryPrinter printer;
    private ObservedServer observed;

    @BeforeEach
    void open() throws Exception {
        printer =
                Lab.service(
                        context,
                        InventoryPrinter.class,
                        "(" + InventoryPrinter.NAME + "=ft-servers)");
        observed = new ObservedServer(context, admin, NAME);
        observed.boot();
        observed.pull(1);
    }

    @AfterEach
    void close() throws Exception {
        observed.close();
    }

    private String print(Format format) {
        StringWriter text = new StringWriter();
        printer.print(new PrintWriter(text), format, false);
        return text.toString();
    }

    @Test
    void asJson() {
        JsonObject all;
        try (var reader = Json.createReader(new StringReader(print(Format.JSON)))) {
            all = reader.readObject();
        }
        assertThat(all.keySet()).contains("default", NAME);
        JsonObject server = all.getJsonObject(NAME);
        assertThat(server.getJsonObject("configuration").getInt("memoryBytes")).isEqualTo(8 << 20);
        assertThat(server.getJsonArray("systems")).hasSize(2);
        assertThat(server.getJsonArray("systems").getJsonObject(1).getString("state"))
                .isEqualTo("Off");
        assertThat(server.getJsonArray("parts").getValuesAs(JsonObject.class))
                .anyMatch(
                        part ->
                                part.getString("part").equals("CPU board")
                                        && part.getString("bundle").equals("ft.cpu"));
        assertThat(server.getJsonArray("slots").getValuesAs(JsonObject.class))
                .anyMatch(slot -> slot.getString("slot").equals("uart0"));
        assertThat(server.getJsonArray("reports").getJsonObject(0).getBoolean("succeeded"))
                .isTrue();
        assertThat(server.getJsonArray("events").getValuesAs(JsonObject.class))
                .anyMatch(event -> event.getString("text").contains("CPU board pulled"));
    }

    @Test
    void asText() {
        String text = print(Format.TEXT);
        assertThat(text.lines())
                .contains(NAME, "  systems", "  parts", "  slots", "  reports", "  events")
                .anyMatch(line -> line.matches(" +0 +CPU board +ft\\.cpu +1\\..*"))
                .anyMatch(line -> line.matches(" +uart0 +0 +ns16550a +0x10000000 .*"))
                .allMatch(line -> line.equals(line.stripTrailing()));
    }
}
