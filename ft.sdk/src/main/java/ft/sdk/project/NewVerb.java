package ft.sdk.project;

import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code ./ft new}: makes a project for a device or a copy strategy. */
@Component
public class NewVerb implements Verb {
    /** Framework property with the folder of the distribution. */
    private static final String HOME = "ft.home";

    private static final List<String> USAGE =
            List.of(
                    "./ft new device NAME [FOLDER]      makes a project for a device of your own",
                    "./ft new strategy NAME [FOLDER]    makes one for a copy strategy",
                    "",
                    "The project is built with mvn package and has a unit test. Without FOLDER it is",
                    "in a folder called NAME.",
                    "",
                    "--like uart         begin with a serial port in place of a counter");

    private final Path sdk;

    /** Made by Declarative Services. */
    @Activate
    public NewVerb(BundleContext context) {
        this(context.getProperty(HOME));
    }

    NewVerb(String home) {
        sdk = home == null ? null : Path.of(home).toAbsolutePath().resolve("sdk");
    }

    @Override
    public String name() {
        return "new";
    }

    @Override
    public List<String> usage() {
        return USAGE;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws VerbException {
        List<String> words = new ArrayList<>(arguments);
        String like = takeLike(words);
        ProjectKind kind = words.isEmpty() ? null : ProjectKind.of(words.get(0)).orElse(null);
        if (kind == null || words.size() < 2 || words.size() > 3) {
            throw new VerbException(
                    "Say what to make and how to call it, such as: ./ft new device blinker");
        }
        if (sdk == null || !Files.isDirectory(sdk)) {
            throw new VerbException(
                    "The SDK is not installed here; start ./ft of a distribution that has a folder sdk.");
        }
        String sample = like == null ? kind.samples().get(0) : like;
        if (!kind.samples().contains(sample)) {
            throw new VerbException(
                    "There is no sample %s for a %s; there is %s."
                            .formatted(sample, kind.word(), String.join(", ", kind.samples())));
        }
        ProjectName name = ProjectName.of(words.get(1));
        Path folder = folder(words.size() == 3 ? words.get(2) : name.name());
        Project.write(sdk, new ProjectName(sample), name, folder);
        out.println(
                "The project is in %s. To build and test it, and to install it:".formatted(folder));
        out.println("  mvn -f %s package".formatted(quoted(folder)));
        out.println(
                "  cp %s %s"
                        .formatted(
                                quoted(folder.resolve("target/" + name.name() + "-1.0.0.jar")),
                                quoted(sdk.resolveSibling("plugins"))));
        return OK;
    }

    /** As a shell takes it. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9._/+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static Path folder(String text) throws VerbException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new VerbException("'%s' is no name of a folder.".formatted(text), e);
        }
    }

    private static String takeLike(List<String> words) throws VerbException {
        int at = words.indexOf("--like");
        for (String word : words) {
            if (word.startsWith("-") && !word.equals("--like")) {
                throw new VerbException(
                        "There is no option " + word + "; ./ft new --help lists them.");
            }
        }
        if (at < 0) {
            return null;
        }
        if (at + 1 == words.size()) {
            throw new VerbException("--like needs the name of a sample.");
        }
        words.remove(at);
        return words.remove(at);
    }
}
