package ft.console.command;

import ft.api.provision.InstallException;
import ft.api.provision.InstallRequest;
import ft.api.provision.Installation;
import ft.api.provision.Installer;
import ft.api.provision.Offer;
import ft.api.server.FtServer;
import ft.api.server.SystemStatus;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Installs bundles from an index. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "install")
public class InstallCommand implements CommandGroup {
    /** One letter before a colon is a drive. */
    private static final String URL = "[A-Za-z][A-Za-z0-9+.-]+:.*";

    private static final long PATIENCE_SECONDS = 2;

    private final Installer installer;
    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public InstallCommand(@Reference Installer installer, @Reference Servers servers) {
        this.installer = installer;
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Bundles";
    }

    /** {@code ft:install}: an {@link Installation}, or the {@link Offer}s. */
    @Descriptor("installs a bundle and what it needs from an index; alone it lists what there is")
    public Object install(
            CommandSession session,
            @Descriptor("[BUNDLE [VERSION]] [--index FILE|URL]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:install", words);
        String index = address(arguments.option("--index", "-i").orElse(""), session);
        String bundle = arguments.isWord() ? arguments.word("a bundle") : "";
        String version = arguments.isWord() ? arguments.word("a version") : "";
        arguments.end();
        try {
            if (bundle.isEmpty()) {
                return offers(index);
            }
            Installation done = installer.install(new InstallRequest(bundle, version, index));
            awaitBoundary();
            return done;
        } catch (InstallException e) {
            throw new Problem(e.getMessage(), e);
        }
    }

    // A device that came is in its bay from the next boundary on: whoever looks for it after this
    // command finds it. A question is not answered before its controller has fitted what came; a
    // system that has no CPU board refuses it then, and may have an IO board all the same.
    private void awaitBoundary() {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (FtServer server : servers.all()) {
            for (SystemStatus system : server.systems()) {
                answers.add(server.registers(system.system(), 0));
            }
        }
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Nobody answers now, so nobody has fitted it yet; it is installed all the same.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Rows<Offer> offers(String index) throws InstallException {
        return new Rows<>(
                Offer.class,
                installer.offers(index).stream().filter(offer -> !offer.isInstalled()).toList(),
                "Everything that is in the index is installed.");
    }

    private static String address(String name, CommandSession session) throws Problem {
        if (name.isEmpty() || name.matches(URL)) {
            return name;
        }
        try {
            return session.currentDir().resolve(name).toString();
        } catch (InvalidPathException e) {
            throw new Problem("'" + name + "' is no name of a file.", e);
        }
    }
}
