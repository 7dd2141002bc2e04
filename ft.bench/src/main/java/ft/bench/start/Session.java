package ft.bench.start;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import java.time.Duration;
import java.util.List;

/** {@code ./ft} with its prompt, typed at by a program. */
final class Session implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String IN_SERVICE = "ST4 Online sync";

    private final Child child;

    /** Starts it; {@code words} come before the verb, of which there is none. */
    Session(List<String> words) throws VerbException {
        List<String> command = Launched.command(words.toArray(String[]::new));
        child = Child.listening("./ft", command, Launched.environment());
    }

    Child child() {
        return child;
    }

    void type(String line) throws VerbException {
        child.type(line);
    }

    /** Asks for the status; when the line about that system came, which has to be in step. */
    Child.Line inStep(int system) throws VerbException, InterruptedException {
        return status(system, IN_SERVICE);
    }

    /** The same of one that has to be in a state. */
    Child.Line status(int system, String state) throws VerbException, InterruptedException {
        type("ft:status");
        Child.Line line = child.await("#" + system, PATIENCE);
        if (!line.text().contains(state)) {
            throw new VerbException(
                    "The server had a prompt, but its status was '" + line.text().strip() + "'.");
        }
        return line;
    }

    /** Leaves it as a user does. */
    void exit() throws VerbException, InterruptedException {
        type("ft:exit 0");
        int status = child.end(PATIENCE);
        if (status != 0) {
            throw new VerbException("./ft ended with " + status + child.said() + ".");
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
