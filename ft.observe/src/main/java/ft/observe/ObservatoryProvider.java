package ft.observe;

import ft.api.observe.Observatory;
import ft.api.observe.ServerHealth;
import ft.api.server.ServerException;
import ft.observe.feed.ServerFeed;
import ft.observe.health.Assessment;
import ft.observe.inventory.JsonText;
import ft.observe.inventory.OutlineText;
import ft.observe.inventory.ServerInventory;
import ft.observe.log.LogLevels;
import ft.observe.metrics.MetricText;
import ft.observe.metrics.ProcessMetrics;
import ft.observe.metrics.ServerMetrics;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LogLevel;

/** Looks at all servers whenever it is asked. */
@Component
public class ObservatoryProvider implements Observatory {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile LogLevels levels;

    private final ServerFeed feed;
    private final Losses losses;

    /** Made by Declarative Services. */
    @Activate
    public ObservatoryProvider(@Reference ServerFeed feed, @Reference Losses losses) {
        this.feed = feed;
        this.losses = losses;
    }

    @Override
    public String openMetrics() {
        MetricText text = new MetricText();
        feed.servers().forEach(each -> ServerMetrics.add(each, text));
        ProcessMetrics.add(feed.outboxes(), text);
        return text.toString();
    }

    @Override
    public List<ServerHealth> health() {
        List<String> lost = losses.recent();
        return feed.servers().stream()
                .map(each -> Assessment.of(each.name(), each.server(), lost))
                .toList();
    }

    @Override
    public Map<String, LogLevel> logLevels() throws ServerException {
        return levels().all();
    }

    @Override
    public void logLevel(String logger, LogLevel level) throws ServerException {
        levels().set(logger, level);
    }

    private LogLevels levels() throws ServerException {
        LogLevels now = levels;
        if (now == null) {
            throw new ServerException("The log that is installed has no levels that can be set");
        }
        return now;
    }

    @Override
    public String inventory() {
        return OutlineText.of(ServerInventory.of(feed.servers()));
    }

    @Override
    public String inventoryJson() {
        return JsonText.of(ServerInventory.of(feed.servers()));
    }
}
