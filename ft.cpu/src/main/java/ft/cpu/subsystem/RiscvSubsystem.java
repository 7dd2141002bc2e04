package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.IoRequest;
import ft.api.cpu.MainStorage;
import ft.api.cpu.PageVisitor;
import ft.api.cpu.RunExit;
import ft.api.cpu.Storage;
import ft.api.fault.FaultSite;
import ft.cpu.context.ContextFields;
import ft.cpu.context.ContextReader;
import ft.cpu.context.ContextWriter;
import ft.cpu.hart.Engine;
import ft.cpu.hart.Hart;
import ft.cpu.hart.Interpreter;
import ft.cpu.hart.IoLatch;
import ft.cpu.hart.RegisterFile;
import ft.cpu.interrupt.Clint;
import ft.cpu.interrupt.Plic;
import ft.cpu.memory.MemoryController;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A CPU subsystem 110 with RV64 harts.
 *
 * <p>Harts take turns on one clock. Who runs is decided when the clock comes to a multiple of
 * {@link #SLICE}, when the hart that runs begins to wait, and when one that waits can go on while
 * none runs: never by where {@link #run} was cut. The decision is the first hart that has something
 * to do, beginning with the number of the slice modulo the number of harts.
 */
final class RiscvSubsystem implements CpuSubsystem {
    /** Cycles after which it is another hart's turn. */
    static final int SLICE = 1024;

    private static final int CONTEXT_VERSION = 2;
    private static final int CONTEXT = 0x46544350;
    private static final int HIDDEN = 0x46544348;

    private final CpuDescription description;
    private final MemoryController controller;
    private final Clint clint;
    private final Plic plic;
    private final IoLatch io = new IoLatch();
    private final IoLatch serviceIo = new IoLatch();
    private final Hart[] harts;
    private final Engine[] engines;
    private final CpuFaults faults;
    private long clock;
    private int turn;
    private long served;

    RiscvSubsystem(CpuDescription description) {
        this.description = description;
        controller =
                new MemoryController(
                        description.memoryBytes(), description.harts(), description.granule());
        clint = new Clint(description.harts(), description.cyclesPerTick());
        plic = new Plic(description.harts());
        harts = new Hart[description.harts()];
        engines = new Engine[harts.length];
        for (int number = 0; number < harts.length; number++) {
            harts[number] = new Hart(number, controller, clint, plic, io, serviceIo);
            engines[number] = new Interpreter(harts[number], controller);
        }
        faults = new CpuFaults(harts, controller, this::clock, this::registers);
    }

    @Override
    public int harts() {
        return harts.length;
    }

    @Override
    public MainStorage mainStorage() {
        return controller.dram();
    }

    @Override
    public List<DeviceTreeNode> deviceTree() {
        return DeviceTree.nodes(description);
    }

    @Override
    public void reset(byte[] rom) {
        RiscvProcessor.checkRom(rom);
        clock = 0;
        turn = 0;
        served = 0;
        clint.reset();
        plic.reset();
        io.clear();
        serviceIo.clear();
        controller.reset(rom);
        for (Hart hart : harts) {
            hart.reset(BoardMap.ROM_BASE);
        }
    }

    @Override
    public RunExit run(long boundary) {
        if (!faults.cuts()) {
            return runTo(boundary);
        }
        while (true) {
            faults.strikeDue();
            RunExit exit = runTo(faults.cut(boundary));
            if (exit != RunExit.BOUNDARY || clock == boundary) {
                faults.strikeDue();
                return exit;
            }
        }
    }

    private RunExit runTo(long boundary) {
        if (inService() != 0) {
            throw new IllegalStateException("harts are in service mode: " + inService());
        }
        if (boundary < clock) {
            throw new IllegalArgumentException(
                    "the clock is at " + clock + ", past the boundary " + boundary);
        }
        if (io.isRequested()) {
            if (!io.isWrite()) {
                throw new IllegalStateException("an IO read is waiting for its completion");
            }
            io.complete(0);
        }
        controller.forgetGuardedPage();
        if (io.isCompleted() && clock < boundary) {
            resume();
        }
        if (controller.isGuardTouched()) {
            return RunExit.GUARDED_PAGE;
        }
        while (clock < boundary) {
            clint.update(clock);
            if (!chooseHart()) {
                clock = Math.min(boundary, nextTimer());
                continue;
            }
            harts[turn].takeInterrupt();
            execute((int) Math.min(endOfSegment(boundary) - clock, Integer.MAX_VALUE));
            if (controller.watch.attention) {
                faults.strikeHits();
            }
            if (controller.isGuardTouched()) {
                return RunExit.GUARDED_PAGE;
            }
            if (io.isRequested()) {
                return io.isWrite() ? RunExit.IO_WRITE : RunExit.IO_READ;
            }
        }
        return RunExit.BOUNDARY;
    }

    // The instruction that made the request is done again, and nothing may come between.
    private void resume() {
        execute(1);
        if (controller.isGuardTouched()) {
            return;
        }
        io.clear();
        if (controller.watch.attention) {
            faults.strikeHits();
        }
    }

    private void execute(int budget) {
        Hart hart = harts[turn];
        hart.skipTo(clock);
        long end = clock + budget;
        clock = end - engines[turn].run(end, budget);
    }

    // Timers fire exactly at their clock, because nobody runs past it.
    private long endOfSegment(long boundary) {
        long end = Math.min(boundary, nextTimer());
        return harts.length == 1 ? end : Math.min(end, clock - clock % SLICE + SLICE);
    }

    private long nextTimer() {
        long next = Long.MAX_VALUE;
        for (int number = 0; number < harts.length; number++) {
            next = Math.min(next, clint.nextTimer(number));
        }
        return next;
    }

    private boolean chooseHart() {
        if (clock % SLICE != 0 && harts[turn].isRunnable()) {
            harts[turn].wake();
            return true;
        }
        int first = (int) (clock / SLICE % harts.length);
        for (int number = 0; number < harts.length; number++) {
            int candidate = (first + number) % harts.length;
            if (harts[candidate].isRunnable()) {
                if (candidate != turn) {
                    harts[turn].endReservation();
                    turn = candidate;
                }
                harts[turn].wake();
                return true;
            }
        }
        return false;
    }

    @Override
    public void interruptForService(int hart) {
        check(hart);
        harts[hart].raiseService();
    }

    @Override
    public RunExit serve(long limit) {
        if (serviceIo.isRequested()) {
            if (!serviceIo.isWrite()) {
                throw new IllegalStateException("an IO read is waiting for its completion");
            }
            serviceIo.complete(0);
        }
        // The comparators see nothing of what is done here.
        long signature = controller.signature;
        beginToServe();
        RunExit exit = serveInTurn(limit);
        controller.signature = signature;
        if (controller.watch.attention) {
            faults.strikeHits();
        }
        return exit;
    }

    private void beginToServe() {
        for (Hart hart : harts) {
            hart.skipTo(clock);
            if (hart.takeService()) {
                // Nothing of main storage may stay within reach of the fast path.
                controller.withdrawAll();
            } else if (!serviceIo.isCompleted()) {
                hart.wakeInService();
            }
        }
    }

    private RunExit serveInTurn(long limit) {
        for (int number = 0; number < harts.length; number++) {
            while (harts[number].canServe()) {
                if (served >= limit) {
                    return RunExit.BOUNDARY;
                }
                served += harts[number].serve(engines[number]);
                if (serviceIo.isRequested()) {
                    return serviceIo.isWrite() ? RunExit.IO_WRITE : RunExit.IO_READ;
                }
            }
        }
        return RunExit.QUIET;
    }

    @Override
    public int servable() {
        return mask(Hart::isServable);
    }

    @Override
    public int inService() {
        return mask(Hart::isInService);
    }

    private int mask(Predicate<Hart> is) {
        int mask = 0;
        for (int number = 0; number < harts.length; number++) {
            mask |= is.test(harts[number]) ? 1 << number : 0;
        }
        return mask;
    }

    @Override
    public long served() {
        return served;
    }

    @Override
    public Storage reservedMemory() {
        return controller.reserved();
    }

    @Override
    public IoRequest request() {
        return serviceIo.isRequested() ? serviceIo : io;
    }

    @Override
    public void complete(long data) {
        (serviceIo.isRequested() ? serviceIo : io).complete(data);
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public long retired() {
        long retired = 0;
        for (Hart hart : harts) {
            retired += hart.retired();
        }
        return retired;
    }

    @Override
    public long idleUntil() {
        clint.update(clock);
        long next = Long.MAX_VALUE;
        for (int number = 0; number < harts.length; number++) {
            if (harts[number].isRunnable()) {
                return clock;
            }
            if (harts[number].awaitsTimer()) {
                next = Math.min(next, clint.nextTimer(number));
            }
        }
        return next;
    }

    @Override
    public long takeSignature() {
        return controller.takeSignature();
    }

    @Override
    public void takeWritten(IntConsumer visitor) {
        controller.takeWritten(visitor);
    }

    @Override
    public void takeRead(IntConsumer visitor) {
        controller.takeRead(visitor);
    }

    @Override
    public void guard(BitSet pages) {
        controller.guard(pages);
    }

    @Override
    public void unguard(int page) {
        controller.unguard(page);
    }

    @Override
    public void unguardAll() {
        controller.unguardAll();
    }

    @Override
    public int guardedPage() {
        return controller.guardedPage();
    }

    @Override
    public void takeChangedPages(PageVisitor visitor) {
        controller.takeChangedPages(visitor);
    }

    @Override
    public void interrupt(int source, boolean level) {
        plic.interrupt(source, level);
    }

    @Override
    public byte[] captureContext() {
        if (io.isRequested()) {
            throw new IllegalStateException("an IO request is waiting for its completion");
        }
        return write(this::context);
    }

    @Override
    public byte[] captureHidden() {
        return write(this::hidden);
    }

    private static byte[] write(Consumer<ContextFields> fields) {
        ContextWriter writer = new ContextWriter();
        fields.accept(writer);
        return writer.toBytes();
    }

    @Override
    public void restoreContext(byte[] context) {
        checkShape(context, CONTEXT, captureShape(this::context));
        context(new ContextReader(context));
        for (Hart hart : harts) {
            hart.endService();
        }
        serviceIo.clear();
        controller.takeSignature();
        controller.withdrawAll();
    }

    @Override
    public void synchronizationReset(byte[] hidden, long skew) {
        checkShape(hidden, HIDDEN, captureShape(this::hidden));
        serviceIo.clear();
        for (Hart hart : harts) {
            hart.reset(BoardMap.ROM_BASE);
            hart.beginService();
        }
        hidden(new ContextReader(hidden));
        for (Hart hart : harts) {
            hart.clearCounters();
        }
        clock += skew;
        controller.takeSignature();
        controller.withdrawAll();
    }

    // All contexts of one description have one length.
    private int captureShape(Consumer<ContextFields> fields) {
        return write(fields).length;
    }

    private void checkShape(byte[] context, int magic, int length) {
        if (context.length < 4 * Long.BYTES) {
            throw new IllegalArgumentException(
                    "the context has " + context.length + " bytes, which is too short for one");
        }
        ContextReader header = new ContextReader(context);
        if (header.number(0) != magic) {
            throw new IllegalArgumentException("this is not the context of a CPU subsystem");
        }
        long version = header.number(0);
        if (version != CONTEXT_VERSION) {
            throw new IllegalArgumentException(
                    "the context has version " + version + ", not " + CONTEXT_VERSION);
        }
        long otherHarts = header.number(0);
        long otherTick = header.number(0);
        if (otherHarts != harts.length
                || otherTick != description.cyclesPerTick()
                || context.length != length) {
            throw new IllegalArgumentException(
                    String.format(
                            "the context is of %d harts and %d cycles a tick in %d bytes, and this"
                                    + " CPU subsystem has %d, %d and %d",
                            otherHarts,
                            otherTick,
                            context.length,
                            harts.length,
                            description.cyclesPerTick(),
                            length));
        }
    }

    private void context(ContextFields fields) {
        header(fields, CONTEXT);
        hiddenFields(fields);
        for (Hart hart : harts) {
            hart.registers(fields);
        }
    }

    private void hidden(ContextFields fields) {
        header(fields, HIDDEN);
        hiddenFields(fields);
    }

    private void header(ContextFields fields, int magic) {
        fields.number(magic);
        fields.number(CONTEXT_VERSION);
        fields.number(harts.length);
        fields.number(description.cyclesPerTick());
    }

    private void hiddenFields(ContextFields fields) {
        clock = fields.number(clock);
        turn = (int) fields.number(turn);
        clint.update(clock);
        clint.context(fields);
        plic.context(fields);
        io.context(fields);
        for (Hart hart : harts) {
            hart.skipTo(clock);
            hart.hidden(fields);
        }
    }

    @Override
    public List<String> registerNames() {
        return RegisterFile.NAMES;
    }

    @Override
    public long register(int hart, String name) {
        return registers(hart).get(name);
    }

    @Override
    public void setRegister(int hart, String name, long value) {
        registers(hart).set(name, value);
    }

    private void check(int hart) {
        if (hart < 0 || hart >= harts.length) {
            throw new IllegalArgumentException(
                    "there is no hart " + hart + "; harts are 0 to " + (harts.length - 1));
        }
    }

    private RegisterFile registers(int hart) {
        check(hart);
        clint.update(clock);
        harts[hart].skipTo(clock);
        return new RegisterFile(harts[hart]);
    }

    @Override
    public FaultSite faults() {
        return faults;
    }

    @Override
    public void flip(long address, int mask) {
        controller.flip(address, mask);
    }

    @Override
    public Optional<String> stuck() {
        for (Hart hart : harts) {
            Optional<String> sentence = hart.stuck();
            if (sentence.isPresent()) {
                return sentence;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        controller.close();
    }

    @Override
    public String toString() {
        return Objects.toString(description);
    }
}
