package ft.provision.config;

import ft.api.config.ChangeEffect;
import ft.api.config.Configurable;
import ft.api.config.Configurations;
import ft.api.config.ConfiguredOption;
import ft.api.server.ChangeTime;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.server.ServerSettings;
import ft.api.server.Setting;
import ft.provision.config.Metatypes.Metatype;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Shows and changes configurations. A server is asked before its configuration is changed: it
 * refuses what it cannot be, and Configuration Admin has no veto.
 */
@Component
public final class ConfigurationBook implements Configurations {
    private static final String SEPARATOR = "~";
    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_EVERY_MILLIS = 20;

    /** Factory PID of servers. */
    private static final String SERVERS = "ft.server";

    private final Metatypes metatypes;
    private final ConfigurationAdmin admin;
    private final ServiceComponentRuntime components;
    private final DescribedServers servers;

    /** Made by Declarative Services. */
    @Activate
    public ConfigurationBook(
            BundleContext context,
            @Reference MetaTypeService metatypes,
            @Reference ConfigurationAdmin admin,
            @Reference ServiceComponentRuntime components) {
        this.metatypes = new Metatypes(context, metatypes);
        this.admin = admin;
        this.components = components;
        servers = new DescribedServers(context);
    }

    /**
     * What a name means.
     *
     * @param metatype what can be configured
     * @param pid its PID
     * @param configuration what there is of it, or null
     */
    private record Place(Metatype metatype, String pid, Configuration configuration) {
        Attribute attribute(String option) throws ServerException {
            return metatype.attributes().stream()
                    .filter(each -> each.name().equals(option))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new ServerException(
                                            "%s has no option '%s'; there are %s"
                                                    .formatted(
                                                            pid,
                                                            option,
                                                            String.join(
                                                                    ", ",
                                                                    metatype.attributes().stream()
                                                                            .map(Attribute::name)
                                                                            .toList()))));
        }
    }

    @Override
    public List<Configurable> all() {
        List<Configurable> all = new ArrayList<>();
        for (Metatype metatype : metatypes.all().values()) {
            String pid = metatype.pid();
            if (!metatype.factory()) {
                all.add(show(new Place(metatype, pid, existing(Constants.SERVICE_PID, pid))));
                continue;
            }
            for (Configuration each : list("(service.factoryPid=" + pid + ")")) {
                all.add(show(new Place(metatype, each.getPid(), each)));
            }
            all.add(show(new Place(metatype, pid + SEPARATOR, null)));
        }
        return all;
    }

    @Override
    public Configurable find(String name) throws ServerException {
        return show(place(name));
    }

    @Override
    public String set(String name, String option, List<String> values)
            throws ServerException, InterruptedException {
        Place place = place(name);
        Object value = place.attribute(option).value(values);
        requireName(place);
        String sentence = tell(place, option, String.join("\n", values));
        Dictionary<String, Object> properties = properties(place);
        properties.put(option, value);
        update(place, properties);
        awaitServer(place);
        return sentence.isEmpty()
                ? "%s: %s=%s is configured".formatted(place.pid, option, String.join("; ", values))
                : sentence;
    }

    @Override
    public String reset(String name, String option) throws ServerException, InterruptedException {
        Place place = place(name);
        Attribute attribute = place.attribute(option);
        requireName(place);
        String standard = String.join("\n", attribute.standard());
        if (option.equals(FtServer.NAME)) {
            throw new ServerException("A server needs a name; give it another one");
        }
        String sentence = tell(place, option, standard);
        Dictionary<String, Object> properties = properties(place);
        properties.remove(option);
        if (place.configuration != null) {
            update(place, properties);
        }
        return sentence.isEmpty()
                ? "%s: %s has its default: %s".formatted(place.pid, option, standard)
                : sentence;
    }

    @Override
    public String remove(String name) throws ServerException {
        Place place = place(name);
        if (place.configuration == null) {
            throw new ServerException(
                    place.pid + " has no configuration that could be removed; it has its defaults");
        }
        try {
            place.configuration.delete();
            return "The configuration " + place.pid + " is removed";
        } catch (IOException e) {
            throw new ServerException(place.pid + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** A new server comes on a thread of Configuration Admin. */
    private void awaitServer(Place place) throws InterruptedException {
        long looks = TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS) / LOOK_EVERY_MILLIS;
        boolean coming = place.configuration == null && place.metatype.pid().equals(SERVERS);
        while (coming && servers.of(place.pid).isEmpty() && looks-- > 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void requireName(Place place) throws ServerException {
        if (place.pid.endsWith(SEPARATOR)) {
            throw new ServerException(
                    "There may be any number of %s; name one, as in %sNAME"
                            .formatted(place.metatype.pid(), place.pid));
        }
    }

    /** Asks the server that is configured; the sentence that it answers, or nothing. */
    private String tell(Place place, String option, String value)
            throws ServerException, InterruptedException {
        FtServer server = servers.of(place.pid).orElse(null);
        if (server == null) {
            return "";
        }
        try {
            return server.configure(Map.of(option, value)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ServerException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new ServerException(
                    "Server "
                            + server.description().name()
                            + " comes to no boundary, so nothing was changed; a debugger may hold"
                            + " it",
                    e);
        }
    }

    private static Dictionary<String, Object> properties(Place place) {
        Dictionary<String, Object> before =
                place.configuration == null ? null : place.configuration.getProperties();
        if (before != null) {
            return before;
        }
        Dictionary<String, Object> begin = new Hashtable<>();
        if (place.metatype.factory() && place.metatype.pid().equals(SERVERS)) {
            begin.put(FtServer.NAME, place.pid.substring(place.pid.indexOf(SEPARATOR) + 1));
        }
        return begin;
    }

    private void update(Place place, Dictionary<String, Object> properties) throws ServerException {
        try {
            Configuration configuration = place.configuration;
            if (configuration == null) {
                String factory = place.metatype.pid();
                configuration =
                        place.metatype.factory()
                                ? admin.getFactoryConfiguration(
                                        factory, place.pid.substring(factory.length() + 1), "?")
                                : admin.getConfiguration(place.pid, "?");
            }
            configuration.updateIfDifferent(properties);
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerException(place.pid + " cannot be changed: " + e.getMessage(), e);
        }
    }

    private Place place(String name) throws ServerException {
        Map<String, Metatype> all = metatypes.all();
        String pid = servers.pid(name).orElse(name);
        Configuration there = existing(Constants.SERVICE_PID, pid);
        String factory = there == null ? null : there.getFactoryPid();
        int separator = pid.indexOf(SEPARATOR);
        if (factory == null && separator > 0) {
            factory = pid.substring(0, separator);
        }
        Metatype metatype = all.get(factory == null ? pid : factory);
        if (metatype == null || metatype.factory() != (factory != null)) {
            metatype = all.get(pid);
            if (metatype == null) {
                throw new ServerException(
                        "There is nothing '%s' to be configured; there is %s"
                                .formatted(name, String.join(", ", known(all))));
            }
            return new Place(metatype, pid + (metatype.factory() ? SEPARATOR : ""), there);
        }
        return new Place(metatype, pid, there);
    }

    private List<String> known(Map<String, Metatype> all) {
        List<String> names = new ArrayList<>();
        names.addAll(servers.names());
        all.values().forEach(each -> names.add(each.pid() + (each.factory() ? "~NAME" : "")));
        return names;
    }

    private Configuration existing(String key, String value) {
        List<Configuration> found = list("(" + key + "=" + escaped(value) + ")");
        return found.isEmpty() ? null : found.get(0);
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\*()])", "\\\\$1");
    }

    private List<Configuration> list(String filter) {
        try {
            Configuration[] all = admin.listConfigurations(filter);
            return all == null ? List.of() : Arrays.asList(all);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Configurable show(Place place) {
        FtServer server = servers.of(place.pid).orElse(null);
        ServerSettings settings =
                server == null ? new ServerSettings(List.of(), "") : server.settings();
        ChangeEffect effect = effect(place.metatype.pid());
        Dictionary<String, Object> properties =
                place.configuration == null ? null : place.configuration.getProperties();
        List<ConfiguredOption> options = new ArrayList<>();
        for (Attribute each : place.metatype.attributes()) {
            Optional<Setting> setting =
                    settings.settings().stream()
                            .filter(one -> one.name().equals(each.name()))
                            .findFirst();
            Object written = properties == null ? null : properties.get(each.name());
            List<String> value = written == null ? each.standard() : each.texts(written);
            options.add(
                    new ConfiguredOption(
                            each.name(),
                            each.title(),
                            each.description(),
                            each.type(),
                            each.unit(),
                            each.range(),
                            each.standard(),
                            setting.map(one -> one.value().lines().toList()).orElse(value),
                            setting.map(one -> one.configured().lines().toList()).orElse(value),
                            setting.map(ConfigurationBook::effect).orElse(effect)));
        }
        return new Configurable(
                place.pid,
                server == null ? "" : server.description().name(),
                place.metatype.title(),
                place.metatype.description(),
                place.metatype.bundle(),
                place.configuration != null,
                settings.problem(),
                options);
    }

    private static ChangeEffect effect(Setting setting) {
        return setting.change() == ChangeTime.NOW ? ChangeEffect.NOW : ChangeEffect.NEXT_START;
    }

    /** A component that cannot be modified is made anew. */
    private ChangeEffect effect(String pid) {
        ChangeEffect effect = ChangeEffect.UNKNOWN;
        for (ComponentDescriptionDTO each : components.getComponentDescriptionDTOs()) {
            if (Arrays.asList(each.configurationPid).contains(pid)) {
                if (each.modified == null) {
                    return ChangeEffect.RESTARTS;
                }
                effect = ChangeEffect.NOW;
            }
        }
        return effect;
    }
}
