package ft.copy.kit;

import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyAbortedException;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import ft.api.resync.SummaryKind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A resynchronization on the bench: two memories, a guest that writes the online one between the
 * units of work, and the session of a strategy, driven as the FT controller does. What a phase does
 * not allow is an {@link IllegalStateException}.
 *
 * <pre>{@code
 * CopyBench bench = new CopyBench(64, 4096, CopyScope.FULL, 1);
 * bench.open(new OnePass());
 * bench.online(() -> bench.write(3));
 * bench.stopped();
 * assertTrue(bench.differing().isEmpty());
 * }</pre>
 */
public final class CopyBench implements CopyEnvironment {
    /** Units of work a page in which a phase must have ended. */
    private static final int PATIENCE = 200;

    private final int pages;
    private final int pageSize;
    private final CopyScope scope;
    private final Random random;
    private final byte[] online;
    private final byte[] offline;
    private final BitSet touched = new BitSet();
    private final BitSet trace = new BitSet();
    private final BitSet changed = new BitSet();
    private final BitSet watched = new BitSet();
    private final BitSet caught = new BitSet();
    private final BitSet guarded = new BitSet();
    private final BitSet writtenSinceCopy = new BitSet();
    private final List<String> journal = new ArrayList<>();
    private CopySession session;
    private Phase phase = Phase.ONLINE;
    private boolean inside;
    private int operationsLeft = Integer.MAX_VALUE;
    private long demanded;
    private long demandRepaired;

    /** Where a resynchronization is. */
    public enum Phase {
        /** The online guest runs. */
        ONLINE,
        /** The guest is stopped. */
        STOPPED,
        /** Both systems run the guest. */
        DUPLICATED
    }

    /**
     * Two memories. With scope {@link CopyScope#FULL} all of the destination's is garbage, and some
     * pages of the online one were never written; with {@link CopyScope#PARTIAL} some pages are in
     * the trace, and most of those differ.
     *
     * @param seed of what is in the memories, and of what the guest writes
     */
    public CopyBench(int pages, int pageSize, CopyScope scope, long seed) {
        this.pages = pages;
        this.pageSize = pageSize;
        this.scope = scope;
        random = new Random(seed);
        online = new byte[pages * pageSize];
        offline = new byte[pages * pageSize];
        random.nextBytes(online);
        touched.set(0, pages);
        for (int page = 0; page < pages; page++) {
            if (random.nextInt(4) == 0) {
                touched.clear(page);
                Arrays.fill(online, start(page), start(page + 1), (byte) 0);
            }
        }
        if (scope == CopyScope.FULL) {
            random.nextBytes(offline);
        } else {
            System.arraycopy(online, 0, offline, 0, online.length);
            for (int page = 0; page < pages; page++) {
                if (random.nextInt(3) == 0) {
                    trace.set(page);
                    offline[start(page) + random.nextInt(pageSize)] ^= (byte) random.nextInt(3);
                }
            }
        }
    }

    private int start(int page) {
        return page * pageSize;
    }

    /** Begins the resynchronization. */
    public void open(CopyStrategy strategy) {
        session = guarded(() -> strategy.open(this));
    }

    /** The session of the strategy. */
    public CopySession session() {
        return session;
    }

    /** Where the resynchronization is. */
    public Phase phase() {
        return phase;
    }

    /** The phase in which the guest runs, to its end; the guest runs after each unit of work. */
    public void online(Runnable guest) {
        run(Phase.ONLINE, session::online, guest);
        // The stop comes at a later boundary than the last unit of work.
        guest.run();
    }

    /** The phase in which the guest is stopped. It is at one boundary: nothing else happens. */
    public void stopped() {
        stopped(() -> {});
    }

    void stopped(Runnable between) {
        run(Phase.STOPPED, session::stopped, between);
    }

    /** The phase in which both systems run. */
    public void duplicated(Runnable guest) {
        run(Phase.DUPLICATED, session::duplicated, guest);
    }

    private void run(Phase next, Supplier<Step> unit, Runnable between) {
        phase = next;
        int units = 0;
        while (guarded(unit) == Step.MORE) {
            units++;
            if (units > PATIENCE * (pages + 10)) {
                throw new AssertionError(
                        "The phase %s of %d pages has not ended after %d units of work."
                                .formatted(phase, pages, units));
            }
            progress();
            between.run();
        }
        progress();
    }

    private void progress() {
        double progress = session.progress();
        if (progress > 1 || Double.isNaN(progress)) {
            throw new AssertionError(
                    "The progress is %s; it is from 0 to 1, or below 0.".formatted(progress));
        }
    }

    private <T> T guarded(Supplier<T> call) {
        inside = true;
        try {
            return call.get();
        } finally {
            inside = false;
        }
    }

    /** Ends the session. */
    public void close() {
        guarded(
                () -> {
                    session.close();
                    return null;
                });
    }

    /** Lets the link go after some operations: then each ends as the environment's do. */
    public void loseLinkAfter(int operations) {
        operationsLeft = operations;
    }

    /** What was done to pages, in order, in words. */
    public List<String> journal() {
        return journal;
    }

    /** The guest, or a device, writes something to a page. */
    public void write(int page) {
        if (phase == Phase.STOPPED) {
            throw new IllegalStateException("Nobody writes while the guest is stopped.");
        }
        use(page);
        int at = start(page) + random.nextInt(pageSize);
        byte value = (byte) random.nextInt();
        online[at] = value;
        if (phase == Phase.DUPLICATED) {
            offline[at] = value;
        }
        touched.set(page);
        changed.set(page);
        writtenSinceCopy.set(page);
        if (watched.get(page)) {
            watched.clear(page);
            caught.set(page);
        }
    }

    /** Pages a guest writes, some more often than others. */
    public void writeSome(int count) {
        for (int i = 0; i < count; i++) {
            write(random.nextInt(random.nextInt(4) == 0 ? pages : (pages + 3) / 4));
        }
    }

    private void use(int page) {
        if (phase == Phase.DUPLICATED && guarded.get(page)) {
            demanded++;
            if (!verified(page)) {
                demandRepaired++;
            }
        }
    }

    /** Pages that differ between the memories. */
    public BitSet differing() {
        BitSet differing = new BitSet();
        for (int page = 0; page < pages; page++) {
            if (!isEqual(page)) {
                differing.set(page);
            }
        }
        return differing;
    }

    private boolean isEqual(int page) {
        return Arrays.equals(
                online, start(page), start(page + 1), offline, start(page), start(page + 1));
    }

    private void transfer(int page) {
        System.arraycopy(online, start(page), offline, start(page), pageSize);
    }

    /** Checks that an operation is allowed now, and notes it. */
    private void operation(String what, int page, Phase... in) {
        if (!inside) {
            throw new IllegalStateException(
                    "The environment is used outside of a call of the session.");
        }
        if (page < 0 || page >= pages) {
            throw new IllegalStateException(
                    "%s of page %d, but main storage has pages 0 to %d."
                            .formatted(what, page, pages - 1));
        }
        if (in.length > 0 && !List.of(in).contains(phase)) {
            throw new IllegalStateException("%s in the phase %s.".formatted(what, phase));
        }
        if (operationsLeft == 0) {
            throw new CopyAbortedException("The link is gone.");
        }
        operationsLeft--;
        journal.add(what + " " + page);
    }

    private void operations(String what, int first, int count, Phase... in) {
        for (int page = first; page < first + count; page++) {
            operation(what, page, in);
        }
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public CopyScope scope() {
        return scope;
    }

    @Override
    public BitSet trace() {
        return (BitSet) trace.clone();
    }

    @Override
    public BitSet changed() {
        return changed;
    }

    @Override
    public boolean isUntouched(int page) {
        return !touched.get(page);
    }

    @Override
    public int crc32c(int page) {
        return (int) summary(SummaryKind.CRC32C, page);
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        operation("summary", page);
        return summary(kind, online, page);
    }

    private long summary(SummaryKind kind, byte[] memory, int page) {
        CRC32C first = new CRC32C();
        first.update(memory, start(page), pageSize);
        CRC32 second = new CRC32();
        second.update(memory, start(page), pageSize);
        return switch (kind) {
            case CRC32C -> first.getValue();
            case CRC_PAIR -> first.getValue() << 32 | second.getValue();
            case SHA256 -> {
                try {
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    digest.update(memory, start(page), pageSize);
                    yield ByteBuffer.wrap(digest.digest()).getLong();
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        operations("compare summaries", first, count);
        for (int page = first; page < first + count; page++) {
            if (summary(kind, online, page) != summary(kind, offline, page)) {
                differing.set(page);
            }
        }
    }

    @Override
    public void read(int page, byte[] target) {
        operation("read", page);
        System.arraycopy(online, start(page), target, 0, pageSize);
    }

    @Override
    public void copy(int page) {
        operation("copy", page, Phase.ONLINE, Phase.STOPPED);
        transfer(page);
        writtenSinceCopy.clear(page);
    }

    @Override
    public void copyEntries(int page) {
        operation("copy entries", page, Phase.ONLINE, Phase.STOPPED);
        if (scope == CopyScope.FULL || trace.get(page) || writtenSinceCopy.get(page)) {
            transfer(page);
            writtenSinceCopy.clear(page);
        }
    }

    @Override
    public void watch(int page) {
        operation("watch", page);
        watched.set(page);
    }

    @Override
    public BitSet caught() {
        return caught;
    }

    @Override
    public void guard(BitSet more) {
        if (more.length() > 0) {
            operation("guard", more.length() - 1, Phase.STOPPED);
        }
        guarded.or(more);
    }

    @Override
    public BitSet guarded() {
        return (BitSet) guarded.clone();
    }

    @Override
    public int nextGuarded(int from) {
        return guarded.nextSetBit(from);
    }

    @Override
    public void verify(int first, int count, BitSet repaired) {
        operations("verify", first, count, Phase.DUPLICATED);
        for (int page = first; page < first + count; page++) {
            if (guarded.get(page) && !verified(page)) {
                repaired.set(page);
            }
        }
    }

    private boolean verified(int page) {
        guarded.clear(page);
        boolean equal = isEqual(page);
        transfer(page);
        return equal;
    }

    @Override
    public long demanded() {
        return demanded;
    }

    @Override
    public long demandRepaired() {
        return demandRepaired;
    }

    @Override
    public void compare(int first, int count, BitSet differing) {
        operations("compare", first, count, Phase.DUPLICATED);
        for (int page = first; page < first + count; page++) {
            if (!isEqual(page)) {
                differing.set(page);
            }
        }
    }

    @Override
    public void repair(int page) {
        operation("repair", page, Phase.DUPLICATED);
        transfer(page);
    }
}
