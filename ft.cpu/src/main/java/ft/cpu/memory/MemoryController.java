package ft.cpu.memory;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.api.fields.StateFields;
import ft.api.observer.PageVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Memory controller 113: main storage and the ROM shadow, the signature of bus operations, and the
 * granules (pages or lines) written and read since somebody asked.
 *
 * <p>Harts reach memory through software TLBs, an entry of which covers a granule. The first access
 * of a kind to a granule since the sets were last taken misses the TLB and is noted here; all
 * others cost nothing, because taking a set suspends the permission in every TLB. What is suspended
 * is remembered there: the next access is noted here, and nothing has to be found out again.
 */
public final class MemoryController {
    private static final int PAGE_SHIFT = 12;

    /** Hash over the bus operations since it was last taken; see {@link Signature}. */
    public long signature = Signature.SEED;

    /** Where faults look at the accesses of harts. */
    public final AccessWatch watch = new AccessWatch(this);

    /** Pages that harts have to wait for. */
    public final GuardedPages guards = new GuardedPages(this);

    /** What page tables translations were made of. */
    public final WalkedTables tables = new WalkedTables(this);

    /** What was decoded from pages. */
    public final DecodedPages decoded = new DecodedPages(this);

    private final StuckBits stuck = new StuckBits();
    private final Dram dram;
    private final ReservedMemory reserved;
    private final Frame zeros = new Frame(Frame.NO_PAGE);
    private final Frame[] rom = new Frame[(int) (BoardMap.ROM_SIZE / MainStorage.PAGE_SIZE)];
    private final NumberSet written;
    private final NumberSet read;

    /** Pages that may have changed since an observer asked. */
    private final NumberSet changed;

    private final List<Permissions> holders = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final int granuleShift;
    private boolean zerosLent;
    private int epoch;

    /**
     * Makes a memory controller with empty main storage.
     *
     * @param harts harts that have a part of the reserved memory
     * @param granule bytes of a granule of change tracking: those of a page, or a 64th of it
     */
    public MemoryController(long memoryBytes, int harts, int granule) {
        dram = new Dram(memoryBytes, this);
        reserved = new ReservedMemory(harts);
        granuleShift = Integer.numberOfTrailingZeros(granule);
        written = new NumberSet((int) (memoryBytes >> granuleShift));
        read = new NumberSet((int) (memoryBytes >> granuleShift));
        changed = new NumberSet(dram.pages());
        for (int page = 0; page < rom.length; page++) {
            rom[page] = new Frame(Frame.NO_PAGE);
        }
    }

    /** Logarithm of the granule of change tracking, in bytes. */
    public int granuleShift() {
        return granuleShift;
    }

    /** Main storage. */
    public Dram dram() {
        return dram;
    }

    /** The memory of the firmware in service mode. */
    public ReservedMemory reserved() {
        return reserved;
    }

    /** Registers a software TLB. */
    public void add(Permissions holder) {
        holders.add(holder);
    }

    /** Registers the reservation of a hart. */
    public void add(Reservation reservation) {
        reservations.add(reservation);
    }

    /** Empties main storage and fills the ROM shadow. */
    public void reset(byte[] content) {
        dram.forEachFrame(frame -> changed.add(frame.page));
        dram.empty();
        reserved.clear();
        for (int page = 0; page < rom.length; page++) {
            rom[page] = new Frame(Frame.NO_PAGE);
            int from = page * MainStorage.PAGE_SIZE;
            int length = Math.min(content.length - from, MainStorage.PAGE_SIZE);
            if (length > 0) {
                System.arraycopy(content, from, rom[page].data, 0, length);
            }
        }
        decoded.clear();
        written.clear();
        read.clear();
        guards.unguardAll();
        signature = Signature.SEED;
        withdrawAll();
    }

    /** Whether an address is memory that can be read and fetched from. */
    public boolean isMemory(long address) {
        return address >= BoardMap.DRAM_BASE
                ? address - BoardMap.DRAM_BASE < dram.size()
                : isRom(address);
    }

    /** Whether an address is in the ROM shadow. */
    public static boolean isRom(long address) {
        return address >= BoardMap.ROM_BASE && address < BoardMap.ROM_BASE + BoardMap.ROM_SIZE;
    }

    /** See {@link ft.api.cpu.ExecutionView#peek}. */
    public boolean peek(long address, byte[] target, int offset, int length) {
        if (dram.contains(address, length)) {
            dram.read(address, target, offset, length);
            return true;
        }
        if (!isRom(address) || !isRom(address + length - 1)) {
            return false;
        }
        for (int done = 0; done < length; done++) {
            int at = (int) (address - BoardMap.ROM_BASE) + done;
            target[offset + done] =
                    rom[at / MainStorage.PAGE_SIZE].data[at % MainStorage.PAGE_SIZE];
        }
        return true;
    }

    /** The frame to fetch from a memory address; what is decoded in it is noted as read. */
    public Frame frameToFetch(long address) {
        Frame frame = frameToRead(address);
        noteDecoded(frame);
        return frame;
    }

    // A block may be executed in a quantum without being looked up; its lines count as read.
    void noteDecoded(Frame frame) {
        if (tracksLines() && frame.page != Frame.NO_PAGE && frame.code != null) {
            read.addMask(frame.page, frame.code.lines());
        }
    }

    boolean tracksLines() {
        return granuleShift < PAGE_SHIFT;
    }

    private int granuleOf(long address) {
        return (int) (address - BoardMap.DRAM_BASE >> granuleShift);
    }

    /** A read of a granule is noted; where it is, was found out before. */
    public void noteRead(long address) {
        if (address >= BoardMap.DRAM_BASE) {
            read.add(granuleOf(address));
        }
    }

    /** The same for a fetch; what is decoded in the page is noted too. */
    public void noteFetch(long address, Frame frame) {
        noteRead(address);
        noteDecoded(frame);
    }

    /** The same for a write, of main storage. */
    public void noteWritten(long address) {
        written.add(granuleOf(address));
    }

    /** The frame to read some bytes of one page from; noted as read. */
    public Frame frameToRead(long address, int length) {
        noteRead(address + length - 1);
        return frameToRead(address);
    }

    /** The frame to read from at a memory address; noted as read. */
    public Frame frameToRead(long address) {
        if (address < BoardMap.DRAM_BASE) {
            return rom[(int) ((address - BoardMap.ROM_BASE) / MainStorage.PAGE_SIZE)];
        }
        read.add(granuleOf(address));
        Frame frame = dram.frame(dram.pageOf(address));
        if (frame == null) {
            zerosLent = true;
            return zeros;
        }
        return frame;
    }

    /** The frame to write some bytes of one page of main storage into; noted as written. */
    public Frame frameToWrite(long address, int length) {
        noteWritten(address, length);
        int page = dram.pageOf(address);
        Frame frame = dram.frame(page);
        return frame == null ? made(dram.create(page)) : frame;
    }

    /** The frame of a page that has none, with this content; noted as written. */
    Frame newFrame(long address, byte[] content, int offset) {
        noteWritten(address, MainStorage.PAGE_SIZE);
        return made(dram.create(dram.pageOf(address), content, offset));
    }

    /** Bytes of main storage are written; noted. */
    void noteWritten(long address, int length) {
        int last = granuleOf(address + length - 1);
        for (int granule = granuleOf(address); granule <= last; granule++) {
            written.add(granule);
        }
    }

    private Frame made(Frame frame) {
        if (zerosLent) {
            // Some TLB still answers reads of this page with the shared page of zeros.
            withdrawAll();
        }
        return frame;
    }

    /**
     * Bytes of a frame were stored by a hart.
     *
     * @return whether what is decoded or translated has changed with them
     */
    public boolean stored(Frame frame, int offset, int length) {
        forceStuckBits(frame);
        boolean code = decoded.drop(frame, offset, length);
        return tables.drop(frame, offset, length) || code;
    }

    /**
     * An entry of a page table was marked as accessed or dirty by a hart. Translations that were
     * made of it stay, since it permits no less.
     */
    public void marked(Frame frame, int offset) {
        forceStuckBits(frame);
        decoded.drop(frame, offset, Long.BYTES);
        breakReservations(frame, offset, Long.BYTES);
    }

    /** The pages of the ROM shadow. */
    Frame[] rom() {
        return rom;
    }

    /** The page that is read where nothing was ever written. */
    Frame zeros() {
        return zeros;
    }

    void writtenFromOutside(Frame frame, int offset, int length, boolean store) {
        stored(frame, offset, length);
        if (store) {
            breakReservations(frame, offset, length);
        }
    }

    private void breakReservations(Frame frame, int offset, int length) {
        long address = dram.addressOf(frame.page) + offset;
        for (Reservation reservation : reservations) {
            reservation.endIfIn(address, length);
        }
    }

    /** Makes a bit of main storage stuck. */
    public void stick(long address, int bit, boolean one) {
        flip(address, 0);
        int page = dram.pageOf(address);
        stuck.add(page, address, bit, one);
        Frame frame = dram.frame(page);
        forceStuckBits(frame);
        decoded.drop(frame, (int) address & MainStorage.PAGE_SIZE - 1, 1);
        withdrawAll();
    }

    /** Bytes of a frame were written; stuck bits did not take it. */
    public void forceStuckBits(Frame frame) {
        if (!stuck.isEmpty()) {
            stuck.force(frame);
        }
    }

    /** Whether a page may be written without coming by here. */
    public boolean isPlain(Frame frame) {
        return isPlain(frame.page);
    }

    boolean isPlain(int page) {
        return stuck.isEmpty() || !stuck.isIn(page);
    }

    /** Changes a byte with no trace but its content. */
    public void flip(long address, int mask) {
        if (!dram.contains(address, 1)) {
            throw new IndexOutOfBoundsException(
                    "0x" + Long.toHexString(address) + " is not in main storage");
        }
        int page = dram.pageOf(address);
        Frame frame = dram.frame(page);
        if (frame == null) {
            frame = dram.create(page);
            withdrawAll();
        }
        changed.add(page);
        int offset = (int) address & MainStorage.PAGE_SIZE - 1;
        frame.data[offset] ^= (byte) mask;
        decoded.drop(frame, offset, 1);
        tables.drop(frame, offset, 1);
    }

    /** See {@link ft.api.cpu.CpuSubsystem#takeSignature}. */
    public long takeSignature() {
        long taken = signature;
        signature = Signature.SEED;
        return taken;
    }

    /** See {@link ft.api.cpu.CpuSubsystem#takeWritten}. */
    public void takeWritten(IntConsumer visitor) {
        noteChanged();
        written.drain(visitor);
        for (Permissions holder : holders) {
            holder.suspendWrites();
        }
    }

    /** See {@link ft.api.cpu.CpuSubsystem#takeRead}. */
    public void takeRead(IntConsumer visitor) {
        read.drain(visitor);
        watch.endTranslations();
        for (Permissions holder : holders) {
            holder.suspend();
        }
    }

    /** See {@link ft.api.cpu.CpuSubsystem#takeChangedPages}. */
    public void takeChangedPages(PageVisitor visitor) {
        // Pages that are still to be taken as written may change again; they come then once more.
        noteChanged();
        changed.drain(visitor::page);
    }

    private void noteChanged() {
        if (tracksLines()) {
            changed.addGroups(written);
        } else {
            changed.addAll(written);
        }
    }

    /** Withdraws the permission to write a frame. */
    void withdrawWrites(Frame frame) {
        for (Permissions holder : holders) {
            holder.withdrawWrites(frame);
        }
    }

    /**
     * A number that is another one after permissions were withdrawn: what was found out before is
     * not to be kept then.
     */
    public int epoch() {
        return epoch;
    }

    /** Withdraws all permissions, as when the translation of addresses has changed. */
    public void withdrawAll() {
        zerosLent = false;
        epoch++;
        tables.clear();
        for (Permissions holder : holders) {
            holder.withdrawAll();
        }
    }

    /**
     * Names what a snapshot has of memory: content, change sets, and what faults have done to it.
     */
    public void state(StateFields fields) {
        new MemoryState(this).state(fields);
        signature = fields.number("signature", signature);
        written.state(fields, "written");
        read.state(fields, "read");
        stuck.state(fields);
        watch.state(fields);
        if (fields.isLoading()) {
            withdrawAll();
        }
    }

    /** Gives main storage back. */
    public void close() {
        dram.clear();
        withdrawAll();
    }
}
