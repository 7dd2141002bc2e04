package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.observe.ServerTopics;
import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** What happens to a server is posted to the Event Admin Service. */
class EventsTest {
    private static final String NAME = "told";

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;

    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private ServiceRegistration<EventHandler> handler;
    private ObservedServer observed;

    @BeforeEach
    void listen() throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(EventConstants.EVENT_TOPIC, ServerTopics.PREFIX + "*");
        properties.put(EventConstants.EVENT_FILTER, "(" + ServerTopics.SERVER + "=" + NAME + ")");
        handler = context.registerService(EventHandler.class, heard::add, properties);
        observed = new ObservedServer(context, admin, NAME);
    }

    @AfterEach
    void close() throws Exception {
        observed.close();
        handler.unregister();
    }

    private Event await(String topic, Predicate<Event> condition) {
        Lab.await(
                topic + " is heard in " + heard,
                () ->
                        heard.stream()
                                .anyMatch(e -> e.getTopic().equals(topic) && condition.test(e)));
        return heard.stream()
                .filter(e -> e.getTopic().equals(topic) && condition.test(e))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isTo(Event event, int system, SystemState state) {
        return event.getProperty(ServerTopics.SYSTEM).equals(system)
                && event.getProperty(ServerTopics.TO).equals(state.name());
    }

    @Test
    void statesResynchronizationsFaultsAndOutagesAreTold() throws Exception {
        observed.boot();
        await(ServerTopics.STATE, event -> isTo(event, 1, SystemState.ONLINE_SYNC));
        Event resync = await(ServerTopics.RESYNC, event -> true);
        assertThat(resync.getProperty(ServerTopics.SYSTEM)).isEqualTo(1);
        assertThat(resync.getProperty(ServerTopics.SOURCE)).isEqualTo(0);
        assertThat(resync.getProperty(ServerTopics.SUCCEEDED)).isEqualTo(true);
        assertThat((long) resync.getProperty(ServerTopics.STOP_NANOS)).isPositive();
        assertThat(resync.getProperty(ServerTopics.EVENT)).isInstanceOf(ResyncReport.class);

        observed.go(
                new Operation.Inject(
                        new Fault.MemoryFlip(0, 0x8010_0000L, 3),
                        new Trigger.AtClock(Long.MAX_VALUE / 2)));
        Event armed = await(ServerTopics.FAULT, event -> true);
        assertThat(armed.getProperty(ServerTopics.STRUCK)).isEqualTo(false);
        assertThat((String) armed.getProperty(ServerTopics.MESSAGE)).contains("memory 0");

        observed.pull(1);
        Event off = await(ServerTopics.STATE, event -> isTo(event, 1, SystemState.OFF));
        ServerEvent entry = (ServerEvent) off.getProperty(ServerTopics.EVENT);
        assertThat(off.getProperty(ServerTopics.FROM)).isEqualTo(SystemState.ONLINE_SYNC.name());
        assertThat(off.getProperty(ServerTopics.CAUSE)).isEqualTo("POWER_OFF");
        assertThat(off.getProperty(ServerTopics.MODE)).isEqualTo(entry.mode().name());
        assertThat(off.getProperty(ServerTopics.CLOCK)).isEqualTo(entry.clock());
        assertThat(off.getProperty(ServerTopics.GUEST_NANOS)).isEqualTo(entry.guestNanos());
        assertThat(off.getProperty(ServerTopics.SEQUENCE)).isEqualTo(entry.sequence());
        assertThat(off.getProperty(ServerTopics.TIMESTAMP)).isEqualTo(entry.wall().toEpochMilli());
        assertThat((String) off.getProperty(ServerTopics.MESSAGE)).contains("CPU board pulled");

        observed.pull(0);
        Event outage = await(ServerTopics.OUTAGE, event -> true);
        assertThat(outage.getProperty(ServerTopics.LASTS)).isEqualTo(true);
        assertThat(heard)
                .extracting(event -> event.getProperty(ServerTopics.SERVER))
                .containsOnly(NAME);
    }

    @Test
    void everyEntryOfTheEventLogIsToldOnce() throws Exception {
        observed.boot();
        observed.pull(1);
        List<Long> logged = observed.server().events().stream().map(ServerEvent::sequence).toList();
        Lab.await("all are told", () -> sequences().containsAll(logged));
        assertThat(sequences()).doesNotHaveDuplicates();
    }

    private List<Object> sequences() {
        return heard.stream()
                .map(event -> event.getProperty(ServerTopics.SEQUENCE))
                .filter(sequence -> sequence != null)
                .toList();
    }

    @Test
    void withoutAnEventAdminServersRunOnAndWhenItIsBackItIsTold() throws Exception {
        Bundle events =
                Stream.of(context.getBundles())
                        .filter(b -> b.getSymbolicName().equals("org.apache.felix.eventadmin"))
                        .findAny()
                        .orElseThrow();
        events.stop();
        try {
            observed.boot();
            assertThat(heard).isEmpty();
        } finally {
            events.start();
        }
        // Soon after its start the Event Admin gets its configuration, on a thread of its own, and
        // forgets all handlers for a moment; what is posted then nobody hears. So again, until it
        // is itself again.
        Lab.await(
                "a selection is heard in " + heard,
                () -> {
                    select("trace");
                    return heard.stream().anyMatch(EventsTest::isSelection);
                });
        assertThat(heard).noneMatch(event -> event.getTopic().equals(ServerTopics.RESYNC));
    }

    private void select(String strategy) {
        try {
            observed.go(new Operation.SelectStrategy(0, strategy));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSelection(Event event) {
        return event.getTopic().equals(ServerTopics.NOTE)
                && String.valueOf(event.getProperty(ServerTopics.MESSAGE)).contains("is selected");
    }
}
