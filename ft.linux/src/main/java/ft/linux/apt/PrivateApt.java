package ft.linux.apt;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An apt with configuration, lists and state of its own in one folder, for the packages of one
 * suite and architecture. The machine's own apt is asked how it reaches its mirror and is not
 * touched; signatures are verified as apt does.
 */
public final class PrivateApt {
    private static final String ARCHITECTURE = "riscv64";
    private static final String DEPENDS = "Depends:";
    private static final String STATUS = "dlstatus:";

    private final Path folder;
    private final String suite;
    private final Map<String, String> environment;

    private PrivateApt(Path folder, String suite) {
        this.folder = folder;
        this.suite = suite;
        environment = Map.of("APT_CONFIG", folder.resolve("apt.conf").toString());
    }

    /**
     * Sets one up.
     *
     * @param folder empty; everything it writes is in there
     * @param suite name of the release, such as {@code trixie}
     * @param mirror address of a mirror; without it the machine's own
     * @param keyring keys that sign the suite; without it the machine's own
     */
    public static PrivateApt create(
            Path folder, String suite, Optional<String> mirror, Optional<Path> keyring)
            throws VerbException, InterruptedException, IOException {
        String uri = mirror.isPresent() ? mirror.get() : MachineApt.mirror();
        Optional<Path> keys = keyring.isPresent() ? keyring : MachineApt.keyring();
        List<String> transport = MachineApt.transport();
        for (String each : List.of("state/lists/partial", "cache/archives/partial", "none")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(
                folder.resolve("sources.list"),
                "deb [arch="
                        + ARCHITECTURE
                        + keys.map(file -> " signed-by=" + file.toAbsolutePath()).orElse("")
                        + "] "
                        + uri
                        + " "
                        + suite
                        + " main\n");
        Files.write(
                folder.resolve("apt.conf"),
                configuration(folder, transport),
                StandardCharsets.UTF_8);
        return new PrivateApt(folder, suite);
    }

    /** The machine's own files and hooks are switched off, so that only what stands here counts. */
    static List<String> configuration(Path folder, List<String> transport) {
        List<String> lines = new ArrayList<>(transport);
        lines.add(setting("Dir::Etc::main", folder.resolve("none/apt.conf")));
        lines.add(setting("Dir::Etc::parts", folder.resolve("none")));
        lines.add(setting("Dir::Etc::sourcelist", folder.resolve("sources.list")));
        lines.add(setting("Dir::Etc::sourceparts", folder.resolve("none")));
        lines.add(setting("Dir::Etc::preferences", folder.resolve("none/preferences")));
        lines.add(setting("Dir::Etc::preferencesparts", folder.resolve("none")));
        lines.add(setting("Dir::State", folder.resolve("state")));
        lines.add(setting("Dir::State::status", folder.resolve("status")));
        lines.add(setting("Dir::Cache", folder.resolve("cache")));
        lines.add(setting("Dir::Log", folder.resolve("none")));
        lines.add(setting("APT::Architecture", ARCHITECTURE));
        lines.add("APT::Architectures { \"" + ARCHITECTURE + "\"; };");
        lines.add("Acquire::Languages { \"none\"; };");
        // The folder is its user's, and a superuser's helper could not write to it.
        lines.add(setting("APT::Sandbox::User", "root"));
        return lines;
    }

    private static String setting(String name, Object value) {
        return name + " \"" + value + "\";";
    }

    /** Fetches the lists of what there is. */
    public void update() throws VerbException, InterruptedException {
        AptProcess.Said said = apt(folder, line -> {}, "apt-get", "-q", "update");
        String all = String.join("\n", said.lines());
        if (all.contains("NO_PUBKEY") || all.contains("is not signed")) {
            throw new VerbException(
                    "The keys of this machine do not sign the suite "
                            + suite
                            + "; install the debian-archive-keyring package of that release, or"
                            + " name a file with its keys by --keyring FILE.");
        }
        if (!said.isWell()) {
            throw new VerbException(
                    "apt cannot read the suite " + suite + ": " + said.complaint() + ".");
        }
    }

    /**
     * What a package depends on directly and by name, alternatives and virtual packages left out.
     */
    private List<String> dependencies(String name) throws VerbException, InterruptedException {
        AptProcess.Said said = apt(folder, line -> {}, "apt-cache", "depends", name);
        if (!said.isWell()) {
            throw new VerbException(
                    "The suite "
                            + suite
                            + " has no package "
                            + name
                            + " for "
                            + ARCHITECTURE
                            + "; name another one with --suite.");
        }
        return said.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith(DEPENDS))
                .map(line -> line.substring(DEPENDS.length()).strip())
                .filter(each -> !each.startsWith("<"))
                .toList();
    }

    /**
     * Packages and those that they need.
     *
     * @param follow which of the packages that others depend on count
     */
    public Collection<String> closure(Collection<String> names, Predicate<String> follow)
            throws VerbException, InterruptedException {
        TreeSet<String> found = new TreeSet<>(names);
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (String each : dependencies(open.remove())) {
                if (follow.test(each) && found.add(each)) {
                    open.add(each);
                }
            }
        }
        return found;
    }

    /**
     * Downloads packages.
     *
     * @param to folder for their files
     * @param progress hears of each percent, and what is being done
     */
    public void download(Collection<String> names, Path to, Consumer<String> progress)
            throws VerbException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("apt-get", "-qq", "-o", "APT::Status-Fd=1", "download"));
        command.addAll(names);
        AptProcess.Said said =
                apt(to, line -> percent(line).ifPresent(progress), command.toArray(String[]::new));
        if (!said.isWell()) {
            throw new VerbException("apt cannot fetch the packages: " + said.complaint() + ".");
        }
    }

    /** Of a line such as {@code dlstatus:1:34.5:Retrieving file 3 of 9 (5s remaining)}. */
    static Optional<String> percent(String line) {
        String[] fields = line.split(":", 4);
        if (!line.startsWith(STATUS) || fields.length < 4) {
            return Optional.empty();
        }
        int dot = fields[2].indexOf('.');
        return Optional.of(dot < 0 ? fields[2] : fields[2].substring(0, dot));
    }

    private AptProcess.Said apt(Path where, Consumer<String> listener, String... command)
            throws VerbException, InterruptedException {
        return AptProcess.call(List.of(command), where, environment, listener);
    }
}
