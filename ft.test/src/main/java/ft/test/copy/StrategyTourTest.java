package ft.test.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopyStrategy;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.test.support.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Every strategy gives way to every other one in the middle of a copy. */
class StrategyTourTest {
    private static final long FIRST = 6_000_000;
    private static final int QUANTUM = 32_768;

    @InjectBundleContext BundleContext context;
    @InjectService ServiceComponentRuntime components;

    private Lab lab;
    private FtServer server;
    private long clock;

    @BeforeEach
    void startAServer() throws Exception {
        lab = new Lab(context);
        server = lab.server("strategy=trace", "backgroundShare=0.01");
        server.guest(lab.guest("ledger", Lab.LEDGER));
        clock = FIRST;
        Lab.bootTo(server, clock);
        Lab.assertInSync(server);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Goes from each to each other one: 0 1 0 2 0 3 ... 1 2 1 3 ... */
    private static List<String> tour(List<String> names) {
        List<String> tour = new ArrayList<>(List.of(names.get(0)));
        for (int from = 0; from < names.size(); from++) {
            for (int to = from + 1; to < names.size(); to++) {
                tour.add(names.get(to));
                tour.add(names.get(from));
            }
            if (from + 1 < names.size()) {
                tour.add(names.get(from + 1));
            }
        }
        return tour;
    }

    /** One copies at once under stop, so there is no middle to take it away in. */
    private static List<String> namesOfThoseThatTakeTime() {
        return List.of(
                "trace",
                "checksum",
                "checksum-demand",
                "checksum-hybrid",
                "checksum-iterate",
                "checksum-literal",
                "checksum-third",
                "checksum-trap",
                "content");
    }

    private void run(int quanta) throws Exception {
        clock += (long) quanta * QUANTUM;
        Lab.runTo(server, clock);
    }

    private void select(String strategy) throws Exception {
        server.submit(new Operation.SelectStrategy(0, strategy)).get(30, TimeUnit.SECONDS);
    }

    private String atWork() {
        return server.progress()
                .orElseThrow(() -> new AssertionError("Nobody copies: " + Lab.told(server)))
                .strategy();
    }

    private ComponentDescriptionDTO component(String strategy) throws Exception {
        String filter = "(" + CopyStrategy.NAME + "=" + strategy + ")";
        Lab.service(context, CopyStrategy.class, filter);
        ServiceReference<CopyStrategy> reference =
                context.getServiceReferences(CopyStrategy.class, filter).iterator().next();
        return components.getComponentDescriptionDTO(
                reference.getBundle(), reference.getProperty("component.name").toString());
    }

    @Test
    void eachGivesWayToEachOther() throws Exception {
        List<String> tour = tour(namesOfThoseThatTakeTime());
        select(tour.get(0));
        server.submit(new Operation.Pull(1, Board.CPU)).get(30, TimeUnit.SECONDS);
        server.submit(new Operation.Insert(1, Board.CPU)).get(30, TimeUnit.SECONDS);
        run(6);
        for (int i = 0; i + 1 < tour.size(); i++) {
            assertThat(atWork()).isEqualTo(tour.get(i));
            ComponentDescriptionDTO leaving = component(tour.get(i));
            select(tour.get(i + 1));
            components.disableComponent(leaving).getValue();
            run(2);
            components.enableComponent(leaving).getValue();
        }
        component(tour.get(0));
        assertThat(atWork()).isEqualTo(tour.get(tour.size() - 1));

        // The last one is stop-and-copy, which ends it.
        ComponentDescriptionDTO last = component(tour.get(tour.size() - 1));
        select("stop-and-copy");
        components.disableComponent(last).getValue();
        run(200);
        components.enableComponent(last).getValue();
        Probe probe = Lab.runTo(server, clock + QUANTUM);
        Lab.assertInSync(server);
        ResyncReport report = server.reports().get(server.reports().size() - 1);
        assertThat(report.succeeded()).isTrue();
        assertThat(report.strategy()).isEqualTo("stop-and-copy");
        assertThat(report.attempts()).isEqualTo(tour.size() + 1);
        Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
    }
}
