package ft.chipset.snapshot;

import ft.api.device.StateContent;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads what {@link SnapshotWriter} has written. */
public final class SnapshotReader {
    /** Blocks between two words about progress. */
    private static final int STEP = 1024;

    private SnapshotReader() {}

    /** Makes a description of what a manifest says. */
    @FunctionalInterface
    public interface Describer {
        ServerDescription describe(Map<String, Object> options) throws ServerException;
    }

    /** Reads an entry. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /**
     * Reads it.
     *
     * @throws RefusedFileException with the end of a sentence that begins with the file's name
     * @throws IOException when the host cannot read the file
     * @throws ServerException when the description is not one of a server that can be made here
     */
    public static ServerSnapshot read(Path file, Describer describer, DoubleConsumer progress)
            throws IOException, ServerException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest =
                    read(zip, SnapshotWriter.MANIFEST, in -> Manifest.read(in.readAllBytes()));
            List<byte[]> blocks =
                    read(zip, SnapshotWriter.BLOCKS, in -> blocks(in, manifest.blocks(), progress));
            Map<String, SavedPart> parts =
                    read(zip, SnapshotWriter.FIELDS, in -> parts(in, manifest, blocks));
            ServerDescription description = describer.describe(manifest.description());
            List<SavedPart> systems = new ArrayList<>();
            for (int i = 0; i < description.systems(); i++) {
                systems.add(part(parts, ServerSnapshot.system(i)));
            }
            progress.accept(1);
            return new ServerSnapshot(
                    description,
                    manifest.clock(),
                    manifest.taken(),
                    (long) manifest.blocks() * StateContent.BLOCK,
                    part(parts, ServerSnapshot.SERVER),
                    systems);
        } catch (ZipException e) {
            throw new RefusedFileException("is no snapshot, or is damaged or cut short", e);
        } catch (EOFException | IllegalArgumentException e) {
            throw new RefusedFileException("is damaged", e);
        }
    }

    private static <T> T read(ZipFile zip, String name, Reader<T> reader) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new RefusedFileException("is no snapshot of a server");
        }
        check(zip, entry);
        try (InputStream in = zip.getInputStream(entry)) {
            return reader.read(new DataInputStream(new BufferedInputStream(in, 1 << 16)));
        }
    }

    /** Before anything is made of it: what is damaged may ask for any amount of memory. */
    private static void check(ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (sum.getValue() != entry.getCrc()) {
            throw new RefusedFileException(
                    "is damaged: the check of its " + entry.getName() + " fails");
        }
    }

    private static List<byte[]> blocks(DataInputStream in, int count, DoubleConsumer progress)
            throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] block = new byte[StateContent.BLOCK];
            in.readFully(block);
            blocks.add(block);
            if (i % STEP == STEP - 1) {
                progress.accept((double) i / count);
            }
        }
        return blocks;
    }

    private static Map<String, SavedPart> parts(
            DataInputStream in, Manifest manifest, List<byte[]> blocks) throws IOException {
        Map<String, SavedPart> parts = new LinkedHashMap<>();
        for (Manifest.Part each : manifest.parts()) {
            SavedPart part = new SavedPart(each.path(), each.origin());
            part.schema = each.schema();
            FieldBytes.read(in, part, blocks);
            parts.put(each.path(), part);
            int slash = each.path().lastIndexOf('/');
            if (slash >= 0) {
                part(parts, each.path().substring(0, slash))
                        .parts
                        .put(each.path().substring(slash + 1), part);
            }
        }
        return parts;
    }

    private static SavedPart part(Map<String, SavedPart> parts, String path)
            throws RefusedFileException {
        SavedPart part = parts.get(path);
        if (part == null) {
            throw new RefusedFileException("is damaged: it lacks the part " + path);
        }
        return part;
    }
}
