package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices as the drivers of a guest see them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DevicesTest {
    private static final Path EXPECTED = Path.of("../ft.guest/src/test/resources/devices.txt");

    /** The test of the same name in ft.guest has QEMU's devices say the same. */
    @Test
    void devicesFindsWhatDriversExpect() throws Exception {
        TestParts parts = new TestParts();
        parts.networkDevices();
        try (DescribedServer server =
                parts.server(
                        "automaticSync=false", "driver=sequential", "slot.disk0.memory=1MiB")) {
            server.guest(parts.guest("devices", "console=0"));
            TestParts.powerOnTo(server, 60_000_000);
            assertThat(server.guestExit()).contains("pass");
            assertThat(text(server, "uart0/serial").lines().toList())
                    .isEqualTo(Files.readAllLines(EXPECTED));
            assertThat(text(server, "console0/console"))
                    .isEqualTo("hello from the virtio console\n");
        }
    }

    private static String text(DescribedServer server, String channel) {
        return new String(server.output(channel), StandardCharsets.UTF_8);
    }
}
