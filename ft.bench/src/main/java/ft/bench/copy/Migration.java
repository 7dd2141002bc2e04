package ft.bench.copy;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Qemu;
import ft.bench.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration between two QEMUs on this machine, over a socket in the file system, while the guest
 * goes on writing: what people use now to bring a running guest to another machine.
 *
 * @param memory main storage, in bytes
 * @param bandwidth most bytes a second that the migration may take
 * @param downtimeLimit how long QEMU may stop the guest, in milliseconds; empty for its default
 */
record Migration(long memory, long bandwidth, OptionalLong downtimeLimit) {
    private static final Duration FILLS = Duration.ofSeconds(120);
    private static final long LIMIT_NANOS = 120_000_000_000L;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Pattern STATUS = Pattern.compile("\"status\": *\"([^\"]+)\"");

    /**
     * How it went.
     *
     * @param totalMillis from its beginning to its end
     * @param downtimeMillis in which the guest ran nowhere
     */
    record Outcome(long totalMillis, long downtimeMillis) {}

    /**
     * Boots a guest, waits for its first line, and migrates it.
     *
     * @return empty when it did not end in two minutes
     */
    Optional<Outcome> run(Path elf, String arguments) throws VerbException, InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder("ft-migration-")) {
            return run(folder.path(), elf, arguments);
        } catch (IOException e) {
            throw new VerbException("QEMU's migration failed: " + e.getMessage() + ".", e);
        }
    }

    private Optional<Outcome> run(Path folder, Path elf, String arguments)
            throws VerbException, IOException, InterruptedException {
        Path way = folder.resolve("way");
        Path here = folder.resolve("source");
        Path there = folder.resolve("destination");
        List<String> incoming = new ArrayList<>(options(there));
        incoming.addAll(List.of("-incoming", "unix:" + way));
        try (Child source = new Child("QEMU", Qemu.guest(elf, arguments, options(here)), Map.of());
                Child destination =
                        new Child("QEMU", Qemu.guest(elf, arguments, incoming), Map.of());
                Qmp control = Qmp.connect(here);
                Qmp other = Qmp.connect(there)) {
            source.await("steady", FILLS);
            String limit =
                    downtimeLimit.isPresent()
                            ? ",\"downtime-limit\":" + downtimeLimit.getAsLong()
                            : "";
            control.execute(
                    "{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"max-bandwidth\":"
                            + bandwidth
                            + limit
                            + "}}");
            control.execute(
                    "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"unix:" + way + "\"}}");
            return end(control);
        }
    }

    private List<String> options(Path socket) {
        return List.of(
                "-m", (memory >> 20) + "M", "-qmp", "unix:" + socket + ",server=on,wait=off");
    }

    private static Optional<Outcome> end(Qmp control) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < deadline) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            String info = control.execute("{\"execute\":\"query-migrate\"}");
            Matcher status = STATUS.matcher(info);
            String now = status.find() ? status.group(1) : "";
            if (now.equals("completed")) {
                return Optional.of(
                        new Outcome(number(info, "total-time"), number(info, "downtime")));
            }
            if (now.equals("failed") || now.equals("cancelled")) {
                throw new IOException(info);
            }
        }
        return Optional.empty();
    }

    private static long number(String info, String key) throws IOException {
        Matcher matcher = Pattern.compile("\"" + key + "\": *(\\d+)").matcher(info);
        if (!matcher.find()) {
            throw new IOException("it tells no " + key);
        }
        return Long.parseLong(matcher.group(1));
    }
}
