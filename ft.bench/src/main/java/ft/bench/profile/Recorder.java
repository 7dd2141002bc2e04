package ft.bench.profile;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a process of ours run for a while with Java's flight recorder in it. */
public final class Recorder {
    private static final String FILE = "recording.jfr";

    /** Frames of code that is compiled in line are told only with debugging information for all. */
    private static final String OPTIONS =
            "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints"
                    + " -XX:FlightRecorderOptions=stackdepth=128"
                    + " -XX:StartFlightRecording=settings=profile,dumponexit=true,filename=";

    /** A start, and what is said until then. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Recorder() {}

    /** The frames that were seen in that time. */
    public static Profile record(List<String> command, Duration time)
            throws VerbException, InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder("ft-profile-")) {
            return record(command, time, folder.path().resolve(FILE));
        }
    }

    private static Profile record(List<String> command, Duration time, Path file)
            throws VerbException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Launched.environment());
        String own = System.getenv("FT_JAVA_OPTS");
        environment.put("FT_JAVA_OPTS", (own == null ? "" : own + " ") + OPTIONS + file);
        try (Child child = new Child("The server", command, environment)) {
            Optional<Child.Line> line = child.line(PATIENCE);
            long end = System.nanoTime() + time.toNanos();
            while (line.isPresent() && System.nanoTime() < end) {
                line = child.line(PATIENCE);
            }
            child.askToEnd();
            child.end(PATIENCE);
        }
        if (!Files.isRegularFile(file)) {
            throw new VerbException("This Java records no profile; it lacks the flight recorder.");
        }
        try {
            return Profile.of(file);
        } catch (IOException e) {
            throw new VerbException("The recording cannot be read: " + e.getMessage() + ".", e);
        } catch (LinkageError e) {
            throw new VerbException("This Java reads no profile; it lacks the flight recorder.", e);
        }
    }
}
