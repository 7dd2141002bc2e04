package ft.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.history.Historian;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.test.support.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** What was recorded with the real bundles is replayed with them. */
class RecordedHistoryTest {
    @InjectBundleContext BundleContext context;

    private Lab lab;

    @BeforeEach
    void open() throws InterruptedException {
        lab = new Lab(context);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aRecordIsReplayedByTheOtherDriver() throws Exception {
        Historian historian = Lab.service(context, Historian.class, "");
        Path file = Files.createTempFile("ft", ".record");
        try {
            FtServer server = lab.server("driver=PARALLEL");
            server.guest(lab.guest("ledger", Lab.LEDGER));
            Recording recording = historian.of(server).record(file);
            Lab.at(server, 8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
            Lab.at(server, 13_000_000, new Operation.Pull(1, Board.CPU));
            Lab.bootTo(server, Lab.END / 2 + 2_000_000);
            recording.close();
            assertThat(Files.readString(file)).contains("bundle ft.cpu ", "bundle ft.io ");

            try (Replay replay = historian.replay(file, Map.of("driver", "SEQUENTIAL"))) {
                ReplayResult result = replay.start().get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(result.equal()).as(result.text()).isTrue();
                assertThat(result.marks()).isPositive();
            }
        } finally {
            Files.delete(file);
        }
    }
}
