package ft.chipset.controller.copy;

import ft.api.cpu.MainStorage;
import ft.api.fault.Fault;
import ft.api.fields.StateFields;
import ft.api.resync.SummaryKind;
import ft.chipset.controller.side.CpuSlot;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The checksum unit of a DMA engine: summaries of the own main storage (P17 c.4).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class ChecksumUnit {
    private static final long STUCK = 0;

    private final CpuSlot slot;
    private final MessageDigest sha256;
    private Fault.ChecksumFault fault;
    private int left;
    private Runnable firstHit;
    private byte[] content = new byte[MainStorage.PAGE_SIZE];

    public ChecksumUnit(CpuSlot slot) {
        this.slot = slot;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Summary of bytes from a physical address on. */
    long sum(SummaryKind kind, long address, int length) {
        long right = right(kind, address, length);
        return fault == null ? right : wrong(right);
    }

    /** Check value of a page, for the memory check. */
    long check(int page) {
        MainStorage memory = slot.cpu().mainStorage();
        return sum(SummaryKind.CRC_PAIR, memory.addressOf(page), MainStorage.PAGE_SIZE);
    }

    /** Makes the unit give wrong sums from now on; {@code onHit} hears of the first one. */
    public void fail(Fault.ChecksumFault injected, Runnable onHit) {
        fault = injected;
        left = injected.count();
        firstHit = onHit;
    }

    /** What a fault has left, for a snapshot; whoever still waits for it asks again. */
    public void state(StateFields fields) {
        String text = fields.text("fault", fault == null ? "" : fault.text());
        left = (int) fields.number("left", left);
        if (fields.isLoading() && !text.isEmpty()) {
            fault = (Fault.ChecksumFault) Fault.parse(text);
            firstHit = () -> {};
        }
    }

    /** The fault has gone. */
    public void sound() {
        fault = null;
    }

    private long wrong(long right) {
        firstHit.run();
        firstHit = () -> {};
        long given = fault.manner() == Fault.Sums.WRONG ? right ^ 1 : STUCK;
        if (fault.count() != 0 && --left == 0) {
            fault = null;
        }
        return given;
    }

    private long right(SummaryKind kind, long address, int length) {
        MainStorage memory = slot.cpu().mainStorage();
        return switch (kind) {
            case CRC32C -> Integer.toUnsignedLong(memory.crc32c(address, length));
            case CRC_PAIR -> memory.check(address, length);
            case SHA256 -> sha256(memory, address, length);
        };
    }

    private long sha256(MainStorage memory, long address, int length) {
        if (content.length < length) {
            content = new byte[length];
        }
        memory.read(address, content, 0, length);
        sha256.update(content, 0, length);
        byte[] digest = sha256.digest();
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | digest[i] & 0xff;
        }
        return first;
    }
}
