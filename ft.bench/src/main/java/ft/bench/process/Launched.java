package ft.bench.process;

import ft.api.verb.VerbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server as a user starts it, in a process of its own, on the same Java as this one. */
public final class Launched {
    private Launched() {}

    /** A command: {@code ./ft} with these words. */
    public static List<String> command(String... words) throws VerbException {
        String home = System.getProperty("ft.home", "");
        Path launcher = Path.of(home, "ft");
        if (home.isEmpty() || !Files.isExecutable(launcher)) {
            throw new VerbException(
                    "There is no launcher to start another server with; start this one with ./ft.");
        }
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** Its environment: our Java. */
    public static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }
}
