package ft.chipset.snapshot;

import ft.api.device.StateContent;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a snapshot into a file: a ZIP archive of a manifest, the blocks, each once, and the fields
 * of all parts. The file appears under its name when it is complete.
 */
public final class SnapshotWriter {
    static final String MANIFEST = "manifest.json";
    static final String BLOCKS = "blocks";
    static final String FIELDS = "fields";

    /** Blocks between two words about progress. */
    private static final int STEP = 1024;

    private SnapshotWriter() {}

    /**
     * Writes it.
     *
     * @param description options of the server, as the manifest has them
     */
    public static void write(
            ServerSnapshot snapshot,
            Map<String, Object> description,
            Path file,
            DoubleConsumer progress)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path part = Files.createTempFile(target.getParent(), ".snapshot", ".part");
        try {
            try (FileOutputStream bytes = new FileOutputStream(part.toFile())) {
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(bytes, 1 << 16));
                zip.setLevel(Deflater.BEST_SPEED);
                write(snapshot, description, zip, progress);
                zip.finish();
                zip.flush();
                bytes.getFD().sync();
            }
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(
            ServerSnapshot snapshot,
            Map<String, Object> description,
            ZipOutputStream zip,
            DoubleConsumer progress)
            throws IOException {
        BlockTable blocks = new BlockTable();
        List<SavedPart> parts = new ArrayList<>();
        for (SavedPart each : snapshot.all()) {
            blocks.addAll(each);
            each.forEach(parts::add);
        }
        Manifest manifest =
                new Manifest(
                        snapshot.clock(),
                        snapshot.taken(),
                        description,
                        blocks.blocks().size(),
                        parts.stream().map(Manifest.Part::of).toList());
        zip.putNextEntry(new ZipEntry(MANIFEST));
        manifest.write(zip);
        zip.putNextEntry(new ZipEntry(BLOCKS));
        int done = 0;
        for (byte[] block : blocks.blocks()) {
            zip.write(block, 0, StateContent.BLOCK);
            if (++done % STEP == 0) {
                progress.accept((double) done / blocks.blocks().size());
            }
        }
        zip.putNextEntry(new ZipEntry(FIELDS));
        DataOutputStream fields = new DataOutputStream(zip);
        for (SavedPart part : parts) {
            FieldBytes.write(fields, part, blocks);
        }
        fields.flush();
        zip.closeEntry();
        progress.accept(1);
    }
}
