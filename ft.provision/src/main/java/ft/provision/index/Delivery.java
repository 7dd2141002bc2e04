package ft.provision.index;

import ft.api.provision.InstallException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file of a bundle, fetched and compared with what the index says of it.
 *
 * @param bundle which it is
 * @param content the file
 */
record Delivery(IndexedBundle bundle, byte[] content) {
    private static final String DIGITS = "[0-9a-fA-F]{64}";

    /** Fetches it. */
    static Delivery of(IndexedBundle bundle) throws InstallException {
        if (!bundle.sha256().matches(DIGITS)) {
            throw new InstallException(
                    bundle + " cannot be installed: the index has no SHA-256 checksum of it.");
        }
        byte[] content = Source.read(bundle.address());
        if (bundle.size() >= 0 && content.length != bundle.size()
                || !sha256(content).equalsIgnoreCase(bundle.sha256())) {
            throw new InstallException(
                    bundle
                            + " cannot be installed: "
                            + Source.shown(bundle.address())
                            + " is not the file that was indexed; its checksum is another.");
        }
        return new Delivery(bundle, content);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }
}
