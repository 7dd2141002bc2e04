package ft.chipset.controller.side;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.api.fields.StateFields;
import ft.chipset.compare.IoComparator;
import ft.chipset.snapshot.Fields;
import java.util.Arrays;

/**
 * The slot a CPU board is in: the CPU subsystem, or none, with its one open request and the
 * interrupt lines as it has last seen them.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class CpuSlot {
    private final int[] lines;
    private final ExecutionObservers observers;
    private CpuSubsystem cpu;
    private int boards;
    private Request open = Request.NONE;
    private boolean inFirmware;

    /** The request that the CPU subsystem waits for. */
    private enum Request {
        NONE,
        /** One that is completed in this quantum. */
        ORDINARY,
        /** A request of class ASYNC, which is carried out at the boundary. */
        DEFERRED
    }

    /**
     * Empty.
     *
     * @param system number of the system
     * @param systems how many there are
     */
    public CpuSlot(int system, int systems) {
        observers = new ExecutionObservers(system);
        lines = new int[systems];
    }

    /** The CPU subsystem, or null. */
    public CpuSubsystem cpu() {
        return cpu;
    }

    /** Puts a board in, or takes it out with null. */
    public void insert(CpuSubsystem board) {
        drop();
        if (cpu != null) {
            cpu.close();
        }
        cpu = board;
        if (cpu != null) {
            cpu.observe(observers);
        }
        boards++;
        inFirmware = false;
        Arrays.fill(lines, 0);
    }

    /** Takes the board out as it is, between two rounds; null if there is none. */
    public CpuSubsystem take() {
        CpuSubsystem board = cpu;
        cpu = null;
        return board;
    }

    /** Who looks at what the harts execute, whatever board is in the slot. Any thread. */
    public ExecutionObservers observers() {
        return observers;
    }

    /** Power-on reset, or reset, of the board: its harts run firmware. */
    public void reset(byte[] rom) {
        drop();
        Arrays.fill(lines, 0);
        cpu.reset(rom);
        inFirmware = true;
    }

    /**
     * Whether the harts run firmware: a system that is not in service may only run that. What it
     * has left of the guest's program must not go on beside the service.
     */
    public boolean inFirmware() {
        return inFirmware;
    }

    /** The harts leave the firmware for the guest, at the latest with the service. */
    public void serves() {
        inFirmware = false;
    }

    /** All but the CPU subsystem, for a snapshot. No request is open between two rounds. */
    public void state(StateFields fields) {
        boards = (int) fields.number("boards", boards);
        inFirmware = fields.flag("inFirmware", inFirmware);
        Fields.numbers(fields, "lines", lines);
    }

    /** Counts the boards that were in the slot, none included. */
    public int boardNumber() {
        return boards;
    }

    /** A request was sent; the CPU subsystem waits for its completion. */
    public void await() {
        open = Request.ORDINARY;
    }

    /** A request was put off to the boundary. */
    public void defer() {
        open = Request.DEFERRED;
    }

    public boolean waits() {
        return open == Request.ORDINARY;
    }

    public boolean isDeferred() {
        return open == Request.DEFERRED;
    }

    /** Completes the open request; a completion that nobody waits for any more is dropped. */
    public void complete(long data) {
        if (open != Request.NONE) {
            open = Request.NONE;
            cpu.complete(data);
        }
    }

    /** Drops the open request, because the CPU subsystem is stopped, reset or taken out. */
    public void drop() {
        if (cpu != null) {
            complete(IoComparator.ABORTED);
        }
        open = Request.NONE;
    }

    /** Shows the CPU subsystem those interrupt lines of an IO subsystem that changed. */
    public void lines(int ioSubsystem, int levels) {
        int changed = lines[ioSubsystem] ^ levels;
        lines[ioSubsystem] = levels;
        while (changed != 0) {
            int line = Integer.numberOfTrailingZeros(changed);
            changed &= changed - 1;
            cpu.interrupt(ioSubsystem * BoardMap.IO_SOURCES + line, (levels >>> line & 1) != 0);
        }
    }

    /** Interrupt lines as last seen; part of what a context transfer carries. */
    public int lines(int ioSubsystem) {
        return lines[ioSubsystem];
    }

    /** Takes over what the source of a context has seen. */
    public void restoreLines(int ioSubsystem, int levels) {
        lines[ioSubsystem] = levels;
    }
}
