package ft.console.run;

import ft.console.text.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a guest reads. What is there before the run enters at its first boundary, so that it is the
 * same in every run; what somebody types later enters when it is typed.
 */
final class GuestInput {
    private static final String STANDARD = "-";
    private static final long PATIENCE_MILLIS = 200;
    private static final int CHUNK = 4096;

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private Consumer<byte[]> reader;
    private boolean ended;

    private GuestInput() {}

    /** The content of a file, all of standard input, or what comes from there without a name. */
    static GuestInput of(Optional<String> name) throws Problem, InterruptedException {
        GuestInput input = new GuestInput();
        if (name.isPresent()) {
            input.waiting.writeBytes(content(name.get()));
            input.ended = true;
        } else {
            Thread thread = new Thread(() -> input.listen(System.in), "ft run: standard input");
            thread.setDaemon(true);
            thread.start();
            input.awaitEnd();
        }
        return input;
    }

    /** Nothing, ever. */
    static GuestInput none() {
        GuestInput input = new GuestInput();
        input.ended = true;
        return input;
    }

    private static byte[] content(String name) throws Problem {
        try {
            return name.equals(STANDARD)
                    ? System.in.readAllBytes()
                    : Files.readAllBytes(Path.of(name));
        } catch (NoSuchFileException e) {
            throw new Problem("There is no file " + name + " for the guest to read.", e);
        } catch (IOException e) {
            throw new Problem("The guest's input " + name + " cannot be read: " + e + ".", e);
        }
    }

    private void listen(InputStream in) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                typed(buffer, length);
            }
        } catch (IOException e) {
            // Nobody can type any more, which is all there is to know.
        }
        end();
    }

    private synchronized void typed(byte[] buffer, int length) {
        waiting.write(buffer, 0, length);
        pass();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** A pipe or a file that ends is read whole; nobody types that fast. */
    private synchronized void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        long left = PATIENCE_MILLIS;
        while (!ended && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    /** Takes what has come so far. */
    synchronized byte[] take() {
        byte[] data = waiting.toByteArray();
        waiting.reset();
        return data;
    }

    /** Whether nothing more can come. */
    synchronized boolean ended() {
        return ended;
    }

    /** From now on gives what comes to a reader, first what waits. */
    synchronized void attach(Consumer<byte[]> newReader) {
        reader = newReader;
        pass();
    }

    private void pass() {
        if (reader != null && waiting.size() > 0) {
            reader.accept(take());
        }
    }
}
