package ft.linux.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the machine's apt says is understood; what our own is told leaves the machine's alone. */
class PrivateAptTest {
    private static String release(String mirror, String suite) {
        return "'" + mirror + "/dists/" + suite + "/InRelease' some_file 0 ";
    }

    @Test
    void theMirrorIsThatOfDebianItself() {
        List<String> uris =
                List.of(
                        "Reading package lists...",
                        release("https://one.example/node", "nodistro"),
                        release("http://two.example/debian-security", "bookworm-security"),
                        release("http://two.example/debian", "bookworm"),
                        release("http://three.example/debian", "trixie"));
        assertThat(MachineApt.mirror(uris)).contains("http://two.example/debian");
    }

    @Test
    void anOddMirrorIsTakenAsItIs() {
        assertThat(MachineApt.mirror(List.of(release("mirror+file:/etc/apt/mirrors.list", "sid"))))
                .contains("mirror+file:/etc/apt/mirrors.list");
    }

    @Test
    void aMachineWithoutDebianHasNoMirror() {
        assertThat(MachineApt.mirror(List.of(release("http://one.example/ubuntu", "noble"))))
                .isEmpty();
    }

    @Test
    void onlyTheWayToTheMirrorIsTakenOver() {
        List<String> settings =
                List.of(
                        "APT::Update::Post-Invoke:: \"rm -f /var/cache/apt/archives/*.deb\";",
                        "Acquire \"\";",
                        "Acquire::http::Proxy \"http://proxy.example:3128\";",
                        "Acquire::IndexTargets::deb::DEP-11 \"\";",
                        "Acquire::Languages:: \"de\";",
                        "Dir::Cache \"var/cache/apt\";");
        assertThat(MachineApt.transport(settings))
                .containsExactly("Acquire::http::Proxy \"http://proxy.example:3128\";");
    }

    /** Every folder that apt writes to or reads configuration from is in our own. */
    @Test
    void nothingOfTheMachineIsWritten() {
        Path folder = Path.of("/somewhere/own");
        List<String> lines = PrivateApt.configuration(folder, List.of());
        List<String> folders = lines.stream().filter(line -> line.startsWith("Dir::")).toList();
        assertThat(folders)
                .allMatch(line -> line.contains("\"/somewhere/own/"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .contains(
                        "Dir::Etc::main",
                        "Dir::Etc::parts",
                        "Dir::Etc::sourcelist",
                        "Dir::Etc::sourceparts",
                        "Dir::State",
                        "Dir::State::status",
                        "Dir::Cache",
                        "Dir::Log");
        assertThat(lines).noneMatch(line -> line.startsWith("Dir::Etc::trusted"));
    }

    @Test
    void progressIsReadFromItsOwnLinesOnly() {
        assertThat(PrivateApt.percent("dlstatus:1:34.5678:Retrieving file 3 of 9 (5s remaining)"))
                .contains("34");
        assertThat(PrivateApt.percent("dlstatus:9:100:Retrieving")).contains("100");
        assertThat(PrivateApt.percent("Get:1 http://one.example trixie/main [942 kB]")).isEmpty();
        assertThat(PrivateApt.percent("dlstatus:1")).isEmpty();
    }

    @Test
    void theFirstComplaintIsTold() {
        AptProcess.Said said =
                new AptProcess.Said(
                        100, List.of("Get:1 something", "E: Unable to fetch it.", "E: More"));
        assertThat(said.isWell()).isFalse();
        assertThat(said.complaint()).isEqualTo("Unable to fetch it");
        assertThat(new AptProcess.Said(7, List.of()).complaint()).contains("7");
    }

    /** A mirror that does not answer is a warning to apt, which goes on with nothing. */
    @Test
    void whatCannotBeFetchedIsNoSuccess() {
        AptProcess.Said said =
                new AptProcess.Said(
                        0,
                        List.of(
                                "Reading package lists...",
                                "W: Failed to fetch http://one.example/x  Could not connect",
                                "W: Some index files failed to download."));
        assertThat(said.isWell()).isFalse();
        assertThat(said.complaint()).startsWith("Failed to fetch http://one.example/x");
        assertThat(new AptProcess.Said(0, List.of("Get:1 something")).isWell()).isTrue();
    }
}
