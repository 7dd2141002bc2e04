package ft.chipset.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.InflaterOutputStream;

/**
 * Content of any size in lines: {@code +} and a part of it, compressed, in Base64; then {@code .}
 * and its digest.
 */
final class Blob {
    /** Compressed bytes in a line. */
    static final int CHUNK = 48 * 1024;

    static final char PART = '+';
    static final char END = '.';

    private Blob() {}

    static void write(InputStream content, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (InputStream packed =
                new DeflaterInputStream(new DigestInputStream(content, digest), deflater)) {
            for (byte[] part = packed.readNBytes(CHUNK);
                    part.length > 0;
                    part = packed.readNBytes(CHUNK)) {
                out.write(PART);
                out.write(Base64.getEncoder().encode(part));
                out.write('\n');
            }
        } finally {
            deflater.end();
        }
        String end = END + HexFormat.of().formatHex(digest.digest()) + "\n";
        out.write(end.getBytes(StandardCharsets.US_ASCII));
    }

    /** Collects the lines of one; {@link #take} gives false for its last. */
    static final class Parts {
        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private String digest = "";

        /**
         * Takes a line.
         *
         * @return whether another one has to follow
         * @throws IllegalArgumentException if it is none of a blob
         */
        boolean take(String line) {
            if (line.isEmpty() || line.charAt(0) != PART && line.charAt(0) != END) {
                throw new IllegalArgumentException("content is expected");
            }
            if (line.charAt(0) == END) {
                digest = line.substring(1);
                return false;
            }
            packed.writeBytes(Base64.getDecoder().decode(line.substring(1)));
            return true;
        }

        /**
         * Writes what it was.
         *
         * @throws IllegalArgumentException if it is damaged
         */
        void unpack(OutputStream target) throws IOException {
            MessageDigest found = sha256();
            try (OutputStream out =
                    new InflaterOutputStream(new DigestOutputStream(target, found))) {
                new ByteArrayInputStream(packed.toByteArray()).transferTo(out);
            } catch (java.util.zip.ZipException e) {
                throw new IllegalArgumentException("content is damaged", e);
            }
            if (!HexFormat.of().formatHex(found.digest()).equals(digest)) {
                throw new IllegalArgumentException("content is damaged");
            }
        }

        /** What it was. */
        byte[] bytes() {
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            try {
                unpack(target);
            } catch (IOException e) {
                throw new IllegalStateException("There is no disk in between", e);
            }
            return target.toByteArray();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
