package ft.provision.index;

import ft.api.provision.InstallException;
import ft.api.provision.InstallRequest;
import ft.api.provision.Installation;
import ft.api.provision.Installer;
import ft.api.provision.Offer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.resolver.Resolver;

/** Installs from indexes, resolved by the resolver of the framework. */
@Component(configurationPid = IndexInstaller.PID)
@Designate(ocd = IndexInstaller.Settings.class)
public class IndexInstaller implements Installer {
    static final String PID = "ft.provision.index";

    /** What the launcher tells: the folder of the distribution. */
    private static final String HOME = "ft.home";

    private static final String FILE = "index.xml";

    /** Before the location of a bundle that the framework reads where it lies. */
    private static final String REFERENCE = "reference:";

    /** What can be configured. */
    @ObjectClassDefinition(
            id = PID,
            name = "FT Server index",
            description = "Where ft:install looks for bundles")
    @interface Settings {
        @AttributeDefinition(
                name = "Index",
                description =
                        "File name or URL of the index to use when none is named;"
                                + " without it that of the distribution")
        String index() default "";
    }

    private final BundleContext context;
    private final Resolver resolver;
    private final String standard;
    private final Lock one = new ReentrantLock();

    /** Made by Declarative Services. */
    @Activate
    public IndexInstaller(BundleContext context, @Reference Resolver resolver, Settings settings) {
        this.context = context;
        this.resolver = resolver;
        standard = settings.index();
    }

    @Override
    public List<Offer> offers(String index) throws InstallException {
        Present present = new Present(context);
        return read(index).bundles().stream().map(bundle -> offer(bundle, present)).toList();
    }

    @Override
    public Installation install(InstallRequest request) throws InstallException {
        one.lock();
        try {
            Index index = read(request.index());
            Present present = new Present(context);
            IndexedBundle wanted = wanted(request, index, present);
            List<IndexedBundle> bundles = new Choice(present, index, wanted).bundles(resolver);
            // All are fetched before the first is installed: what can fail is tried first.
            List<Delivery> deliveries = new ArrayList<>();
            for (IndexedBundle bundle : bundles) {
                deliveries.add(Delivery.of(bundle));
            }
            new Installing(context).run(deliveries);
            Present now = new Present(context);
            return new Installation(
                    offer(wanted, now),
                    bundles.stream()
                            .filter(bundle -> !bundle.equals(wanted))
                            .map(bundle -> offer(bundle, now))
                            .toList());
        } finally {
            one.unlock();
        }
    }

    private static Offer offer(IndexedBundle bundle, Present present) {
        return new Offer(
                bundle.name(),
                bundle.version().toString(),
                bundle.text(),
                present.version(bundle.name()).map(Version::toString).orElse(""));
    }

    private static IndexedBundle wanted(InstallRequest request, Index index, Present present)
            throws InstallException {
        List<IndexedBundle> named =
                index.bundles().stream()
                        .filter(bundle -> bundle.name().equals(request.bundle()))
                        .toList();
        if (named.isEmpty()) {
            throw new InstallException(
                    "There is no bundle "
                            + request.bundle()
                            + " in "
                            + Source.shown(index.address())
                            + ".");
        }
        Optional<Version> installed = present.version(request.bundle());
        if (installed.isPresent()) {
            throw new InstallException(
                    request.bundle()
                            + " "
                            + installed.get()
                            + " is installed already; ft:upgrade replaces a bundle by another"
                            + " version of it.");
        }
        return named.stream()
                .filter(
                        bundle ->
                                request.version().isEmpty()
                                        || bundle.version().toString().equals(request.version()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new InstallException(
                                        "There is no version "
                                                + request.version()
                                                + " of "
                                                + request.bundle()
                                                + " in "
                                                + Source.shown(index.address())
                                                + ", but "
                                                + String.join(
                                                        ", ",
                                                        named.stream()
                                                                .map(b -> b.version().toString())
                                                                .toList())
                                                + "."));
    }

    private Index read(String name) throws InstallException {
        if (!name.isEmpty()) {
            return Index.read(Source.named(name));
        }
        return Index.read(standard.isEmpty() ? ofDistribution() : Source.named(standard));
    }

    /** The index that lies beside the bundles of the distribution, whoever has installed them. */
    private URI ofDistribution() throws InstallException {
        String home = context.getProperty(HOME);
        if (home != null) {
            return Path.of(home, FILE).toUri();
        }
        String location = context.getBundle().getLocation();
        if (location.startsWith(REFERENCE)) {
            location = location.substring(REFERENCE.length());
        }
        if (location.startsWith("file:")) {
            Path index =
                    Path.of(Source.named(location)).resolveSibling("..").resolve(FILE).normalize();
            if (Files.isRegularFile(index)) {
                return index.toUri();
            }
        }
        throw new InstallException(
                "There is no index beside the bundles; name one with --index FILE|URL.");
    }
}
