package ft.chipset.server;

import ft.api.history.Replay;
import ft.api.io.SlotDescription;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.chipset.description.Descriptions;
import ft.chipset.description.SlotLines;
import ft.chipset.history.Input;
import ft.chipset.record.RecordContent;
import ft.chipset.record.RecordReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Builds the server of a record again. */
final class RecordedServer {
    /** Option of a slot: the image file of a disk. */
    static final String IMAGE = "image";

    /** Option of a server: its slots. */
    static final String SLOTS = "slots";

    /** Option of a slot: a file that a device writes and does not read. */
    private static final String CAPTURE = "pcap";

    /** What no guest can tell. */
    private static final Set<String> FREE = Set.of("driver", "engine", "seed", "paced");

    private final Path file;
    private final RecordContent content;

    private RecordedServer(Path file, RecordContent content) {
        this.file = file;
        this.content = content;
    }

    /** See {@link ft.api.history.Historian#replay}. */
    static Replay replay(
            Path file,
            Map<String, String> options,
            Parts parts,
            Consumer<DescribedServer> whenMade,
            Consumer<DescribedServer> whenClosed)
            throws ServerException {
        RecordedServer recorded = new RecordedServer(file, RecordReader.read(file));
        ServerDescription described = recorded.description(options);
        recorded.checkBundles(parts, described);
        recorded.checkFits(parts);
        List<Path> copies = new ArrayList<>();
        DescribedServer server = null;
        try {
            ServerDescription description = recorded.withDisks(described, copies);
            server = new DescribedServer(description, parts, whenClosed);
            server.build();
            whenMade.accept(server);
            return new RecordReplay(server, recorded.content, () -> delete(copies));
        } catch (ServerException e) {
            if (server != null) {
                server.close();
            }
            delete(copies);
            throw e;
        }
    }

    private ServerDescription description(Map<String, String> options) throws ServerException {
        for (String name : options.keySet()) {
            if (!FREE.contains(name)) {
                throw new ServerException(
                        "The history of a server depends on "
                                + name
                                + "; of a replay only "
                                + String.join(", ", FREE.stream().sorted().toList())
                                + " can be changed");
            }
        }
        Map<String, Object> all = new HashMap<>(content.options());
        all.put(SLOTS, content.slots().toArray(String[]::new));
        try {
            return Descriptions.vary(Descriptions.of(all), options);
        } catch (ServerException e) {
            throw new ServerException(
                    file + " describes a server that cannot be built here: " + e.getMessage(), e);
        }
    }

    private void checkBundles(Parts parts, ServerDescription description) throws ServerException {
        List<Input.Plugged> plugged =
                content.inputs().stream()
                        .filter(Input.Plugged.class::isInstance)
                        .map(Input.Plugged.class::cast)
                        .filter(input -> !input.bundle().isEmpty())
                        .toList();
        List<String> devices = plugged.stream().map(Input.Plugged::device).distinct().toList();
        Map<String, String> here = parts.bundles(description, devices);
        for (Map.Entry<String, String> bundle : content.bundles().entrySet()) {
            requireBundle(bundle.getKey(), bundle.getValue(), here);
        }
        for (Input.Plugged input : plugged) {
            String[] bundle = input.bundle().split(" ", 2);
            requireBundle(bundle[0], bundle[bundle.length - 1], here);
        }
    }

    private void requireBundle(String name, String version, Map<String, String> here)
            throws ServerException {
        String found = here.get(name);
        if (!version.equals(found)) {
            throw new ServerException(
                    String.format(
                            "%s was recorded with the bundle %s %s, but %s; install that one",
                            file,
                            name,
                            version,
                            found == null ? "there is none here" : "here is " + found));
        }
    }

    /** A record with an upgrade in it needs both versions, side by side. */
    private void checkFits(Parts parts) throws ServerException {
        for (Input input : content.inputs()) {
            if (input instanceof Input.Ordered ordered
                    && ordered.operation() instanceof Operation.Fit fit) {
                try {
                    parts.processor(fit.bundle(), fit.version());
                } catch (ServerException e) {
                    throw new ServerException(
                            String.format(
                                    "%s has CPU boards of the bundle %s %s put in, which is not"
                                            + " here; install it beside the other one",
                                    file, fit.bundle(), fit.version()),
                            e);
                }
            }
        }
    }

    /** Disks begin with what they began with, and no file of the host is written. */
    private ServerDescription withDisks(ServerDescription description, List<Path> copies)
            throws ServerException {
        List<SlotDescription> slots = new ArrayList<>();
        for (SlotDescription slot : description.slots()) {
            Map<String, String> options = new TreeMap<>(slot.options());
            options.remove(CAPTURE);
            if (options.containsKey(IMAGE)) {
                options.put(IMAGE, copy(slot.name(), copies).toString());
            }
            slots.add(
                    new SlotDescription(
                            slot.name(),
                            slot.ioSubsystem(),
                            slot.device(),
                            slot.base(),
                            slot.size(),
                            slot.interrupt(),
                            options));
        }
        Map<String, Object> all = new HashMap<>(Descriptions.toMap(description));
        all.put(SLOTS, slots.stream().map(SlotLines::write).toArray(String[]::new));
        return Descriptions.of(all);
    }

    private Path copy(String slot, List<Path> copies) throws ServerException {
        RecordContent.Content disk = content.disks().get(slot);
        if (disk == null) {
            throw new ServerException(file + " lacks the content of the disk in slot " + slot);
        }
        try {
            Path copy = Files.createTempFile("ft-replay-" + slot + "-", ".img");
            copies.add(copy);
            try (OutputStream out = Files.newOutputStream(copy)) {
                disk.writeTo(out);
            }
            return copy;
        } catch (IllegalArgumentException e) {
            throw new ServerException(
                    file + " is damaged: the content of the disk in slot " + slot + " is", e);
        } catch (IOException e) {
            throw new ServerException("A copy of a disk cannot be made: " + e.getMessage(), e);
        }
    }

    private static void delete(List<Path> copies) {
        for (Path copy : copies) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                System.getLogger("ft.chipset")
                        .log(System.Logger.Level.WARNING, copy + " is left over", e);
            }
        }
    }
}
