package ft.chipset.controller;

import ft.api.cpu.MainStorage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Digests (SHA-256) to compare machines by. */
final class Digests {
    private Digests() {}

    /** Of all pages that are not zero; a page of zeros equals one that was never written. */
    static String memory(MainStorage memory) {
        MessageDigest digest = sha256();
        byte[] page = new byte[MainStorage.PAGE_SIZE];
        byte[] zeros = new byte[MainStorage.PAGE_SIZE];
        for (int i = 0; i < memory.pages(); i++) {
            if (!memory.isUntouched(i)) {
                memory.read(memory.addressOf(i), page, 0, page.length);
                if (!Arrays.equals(page, zeros)) {
                    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
                    digest.update(page);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String bytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
