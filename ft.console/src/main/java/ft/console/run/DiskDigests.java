package ft.console.run;

import ft.console.text.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Digests of image files. */
final class DiskDigests {
    private DiskDigests() {}

    /** The digest of each file, under its key. */
    static Map<String, String> of(Map<String, String> files) throws Problem {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            digests.put(file.getKey(), of(Path.of(file.getValue())));
        }
        return digests;
    }

    private static String of(Path file) throws Problem {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new Problem("Disk image " + file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
