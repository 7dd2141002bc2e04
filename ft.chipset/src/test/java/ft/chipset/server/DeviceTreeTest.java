package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The device tree that a server gives is the one that its guest finds. */
class DeviceTreeTest {
    private static String text(byte[] tree) {
        return new String(tree, StandardCharsets.ISO_8859_1);
    }

    @Test
    void itIsWhatLiesInMainStorageAfterTheBoot() throws Exception {
        TestParts parts = new TestParts();
        try (FtServer server = parts.server("driver=SEQUENTIAL", "automaticSync=false")) {
            assertThat(text(server.deviceTree()))
                    .contains("serial@30000000")
                    .doesNotContain("bootargs");
            server.guest(parts.guest("ledger", "50"));
            byte[] before = server.deviceTree();
            assertThat(text(before)).contains("bootargs", "50", "serial@10000000");
            var held = server.holdAt(1);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            held.get(30, TimeUnit.SECONDS);
            byte[] tree = server.deviceTree();
            assertThat(tree).isEqualTo(before);
            long top = 0x8000_0000L + server.description().memoryBytes();
            long address = (top - tree.length) & -4096;
            assertThat(server.memory(0, address, tree.length).get(30, TimeUnit.SECONDS))
                    .isEqualTo(tree);
            // The next boot is another matter.
            server.guest(parts.guest("ledger", "60"));
            assertThat(server.deviceTree()).isEqualTo(tree);
        }
    }
}
