package ft.bench.start;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is live on the heap of a Java process, after a collection.
 *
 * @param bytes all of it
 * @param frames how many page frames of main storage are among it
 */
record LiveHeap(long bytes, long frames) {
    /** A page frame that was touched; the processor has one object for each. */
    static final String FRAME = "ft.cpu.memory.Frame";

    private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // Columns of a line: number, instances, bytes, class. The last line has no number.
    private static final String TOTAL = "Total";
    private static final int INSTANCES = 1;
    private static final int BYTES = 2;
    private static final int CLASS = 3;

    /** Why it cannot be told. */
    static Optional<String> missing() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("This Java has no jcmd, which tells what is live on a heap.");
    }

    /** Of a process, which collects its garbage for it. */
    static LiveHeap of(long pid) throws VerbException, InterruptedException {
        List<String> command =
                List.of(PROGRAM.toString(), Long.toString(pid), "GC.class_histogram");
        long bytes = 0;
        long frames = 0;
        try (Child child = new Child("jcmd", command, Map.of())) {
            Optional<Child.Line> line = child.line(PATIENCE);
            while (line.isPresent()) {
                String[] cells = line.get().text().strip().split("\\s+");
                if (cells[0].equals(TOTAL)) {
                    bytes = Long.parseLong(cells[BYTES]);
                } else if (cells.length > CLASS && cells[CLASS].equals(FRAME)) {
                    frames = Long.parseLong(cells[INSTANCES]);
                }
                line = child.line(PATIENCE);
            }
        }
        if (bytes == 0) {
            throw new VerbException("jcmd has not told what is live on the heap.");
        }
        return new LiveHeap(bytes, frames);
    }
}
