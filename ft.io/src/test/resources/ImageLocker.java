import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks a file, says so with an L, and keeps it until it is killed. Run as a source file. */
public class ImageLocker {
    public static void main(String[] arguments) throws Exception {
        try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            file.lock();
            System.out.print("L");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
