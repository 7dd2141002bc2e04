package ft.test.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.HandOver;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import ft.test.swap.Swap.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/**
 * Processor, IO subsystem and crosslink: a server runs on with what it is made of, whatever happens
 * to the bundle that made it, and can move to what is installed then.
 */
class BoardsTest {
    private static final long HERE = 6_000_000;
    private static final long END = 14_000_000;

    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    private Lab lab;
    private FtServer server;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void start() throws Exception {
        server = lab.server();
        server.guest(lab.guest("ledger", Lab.LEDGER));
        // Its parts have never been used before it strikes.
        Lab.at(server, 8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        Lab.bootTo(server, HERE);
        Lab.assertInSync(server);
    }

    private void assertGolden(Probe probe) throws Exception {
        Lab.assertInSync(server);
        Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
    }

    private List<PartStatus> parts(PartKind kind) {
        return server.parts().stream().filter(part -> part.kind() == kind).toList();
    }

    private static Stream<Arguments> cells() {
        return Stream.of(Action.values())
                .flatMap(
                        action ->
                                Stream.of(
                                        Arguments.of("ft.cpu", PartKind.PROCESSOR, action),
                                        Arguments.of("ft.io", PartKind.IO, action),
                                        Arguments.of("ft.crosslink", PartKind.CROSSLINK, action)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theServerRunsOnWithWhatItIsMadeOf(String name, PartKind kind, Action action)
            throws Exception {
        try (Swap swap = new Swap(name, folder)) {
            start();
            String version = swap.bundle().getVersion().toString();
            assertThat(parts(kind)).isNotEmpty().allMatch(PartStatus::installed);

            swap.act(action);
            assertThat(parts(kind))
                    .isNotEmpty()
                    .noneMatch(PartStatus::installed)
                    .allMatch(part -> part.version().equals(version));
            Probe probe = Lab.runTo(server, END);

            assertThat(server.reports()).as("with the fault").hasSize(2);
            swap.restore();
            assertGolden(probe);
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void aBoardThatIsInsertedIsOfWhatIsInstalledThen(Action action) throws Exception {
        try (Swap swap = new Swap("ft.cpu", folder)) {
            start();
            swap.act(action);
            server.submit(new Operation.Pull(1, Board.CPU)).get(30, TimeUnit.SECONDS);
            if (action.leavesNone()) {
                assertThatThrownBy(
                                () ->
                                        server.submit(new Operation.Insert(1, Board.CPU))
                                                .get(30, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ServerException.class)
                        .hasMessageContainingAll("processor=ft.cpu", "no active bundle");
                Lab.runTo(server, 7_000_000);
                assertThat(Lab.states(server).get(0)).isEqualTo(SystemState.ONLINE_READY);
                swap.restore();
            }
            server.submit(new Operation.Insert(1, Board.CPU)).get(30, TimeUnit.SECONDS);
            assertThat(parts(PartKind.PROCESSOR))
                    .extracting(PartStatus::installed)
                    .containsExactly(false, true);
            assertThat(parts(PartKind.PROCESSOR).get(1).version())
                    .isEqualTo(swap.bundle().getVersion().toString());
            assertGolden(Lab.runTo(server, END));
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void aRunningServerMovesToWhatIsInstalledThen(Action action) throws Exception {
        try (Swap io = new Swap("ft.io", folder);
                Swap link = new Swap("ft.crosslink", folder)) {
            start();
            io.act(action);
            link.act(action);
            if (action.leavesNone()) {
                assertThatThrownBy(() -> server.handOver().get(30, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ServerException.class)
                        .hasMessageContaining("no active bundle");
                io.restore();
                link.restore();
            }
            HandOver done = server.handOver().get(30, TimeUnit.SECONDS);

            assertThat(server.parts())
                    .filteredOn(part -> part.kind() != PartKind.PROCESSOR)
                    .allMatch(PartStatus::installed);
            assertThat(done.text().contains(Swap.NEWER)).isEqualTo(action == Action.UPDATE);
            assertGolden(Lab.runTo(server, END));
        }
    }
}
