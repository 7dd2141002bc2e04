package ft.linux.apt;

import ft.api.verb.VerbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the apt of this machine is configured to; it is asked, never changed. */
final class MachineApt {
    private static final Pattern RELEASE = Pattern.compile("'(.+)/dists/([^/']+)/InRelease'.*");

    /** Suites of Debian itself; other archives have names of their own. */
    private static final Set<String> DEBIAN =
            Set.of(
                    "oldstable",
                    "stable",
                    "testing",
                    "unstable",
                    "sid",
                    "bullseye",
                    "bookworm",
                    "trixie",
                    "forky",
                    "duke");

    /**
     * How files are got (proxies, time-outs, certificates), but not which indexes and languages.
     */
    private static final Pattern TRANSPORT =
            Pattern.compile("Acquire::(?!IndexTargets|Languages|Changelogs|CompressionTypes).*;");

    /** Where Debian's package of its own keys puts them, in the names of all its releases. */
    private static final List<Path> KEYRINGS =
            List.of(
                    Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"),
                    Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"));

    private MachineApt() {}

    /** Address of the mirror of Debian that this machine uses. */
    static String mirror() throws VerbException, InterruptedException {
        AptProcess.Said said =
                AptProcess.call(
                        List.of("apt-get", "--print-uris", "update"), null, Map.of(), line -> {});
        return mirror(said.lines())
                .orElseThrow(
                        () ->
                                new VerbException(
                                        "The apt of this machine has no source of Debian to take a"
                                                + " mirror from; name one with --mirror URI."));
    }

    /** The same, from what apt would fetch. */
    static Optional<String> mirror(List<String> uris) {
        return uris.stream()
                .map(RELEASE::matcher)
                .filter(Matcher::matches)
                .filter(line -> DEBIAN.contains(line.group(2)))
                .map(line -> line.group(1))
                .findFirst();
    }

    /** Settings of how files are got. */
    static List<String> transport() throws VerbException, InterruptedException {
        AptProcess.Said said =
                AptProcess.call(List.of("apt-config", "dump"), null, Map.of(), line -> {});
        return transport(said.lines());
    }

    /** The same, out of all settings. */
    static List<String> transport(List<String> settings) {
        return settings.stream().filter(line -> TRANSPORT.matcher(line).matches()).toList();
    }

    /** Debian's keys, where this machine has them. */
    static Optional<Path> keyring() {
        return KEYRINGS.stream().filter(Files::isReadable).findFirst();
    }
}
