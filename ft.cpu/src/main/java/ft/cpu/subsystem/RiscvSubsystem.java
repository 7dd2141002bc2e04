package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.IoRequest;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.api.cpu.Storage;
import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import ft.api.observer.ExecutionObserver;
import ft.api.observer.PageVisitor;
import ft.cpu.context.ContextFields;
import ft.cpu.context.ContextSigner;
import ft.cpu.hart.Engine;
import ft.cpu.hart.ExecutionTap;
import ft.cpu.hart.Hart;
import ft.cpu.hart.Interpreter;
import ft.cpu.hart.IoLatch;
import ft.cpu.hart.RegisterFile;
import ft.cpu.hart.TranslatingEngine;
import ft.cpu.interrupt.Clint;
import ft.cpu.interrupt.Plic;
import ft.cpu.memory.MemoryController;
import ft.cpu.translate.CodeCache;
import ft.cpu.translate.Heat;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A CPU subsystem 110 with RV64 harts, which take turns on one clock ({@link HartTurns}). */
final class RiscvSubsystem implements CpuSubsystem {
    private final CpuDescription description;
    private final MemoryController controller;
    private final Clint clint;
    private final Plic plic;
    private final IoLatch io = new IoLatch();
    private final IoLatch serviceIo = new IoLatch();
    private final Hart[] harts;
    private final Engine[] engines;
    private CpuEngine engine;
    private final CodeCache translations;
    private boolean closed;
    private final Heat heat;
    private final HartTurns turns;
    private final ExecutionTap tap;
    private final ContextSigner signer = new ContextSigner();
    private final ServiceTurns service;
    private final ContextForm context;
    private final ContextForm hidden;
    private final CpuFaults faults;

    RiscvSubsystem(CpuDescription description, CodeCache translations, Heat heat) {
        this.description = description;
        controller =
                new MemoryController(
                        description.memoryBytes(), description.harts(), description.granule());
        clint = new Clint(description.harts(), description.cyclesPerTick());
        plic = new Plic(description.harts());
        tap = new ExecutionTap(this, controller);
        harts = new Hart[description.harts()];
        engines = new Engine[harts.length];
        engine = description.engine();
        this.translations = translations;
        translations.enter();
        this.heat = heat;
        for (int number = 0; number < harts.length; number++) {
            harts[number] = new Hart(number, controller, clint, plic, io, serviceIo, tap);
            engines[number] = newEngine(harts[number]);
        }
        turns = new HartTurns(harts, engines, clint, tap);
        service = new ServiceTurns(harts, engines, controller, serviceIo);
        context = new ContextForm(0x46544350, description, this::allFields);
        hidden = new ContextForm(0x46544348, description, this::hiddenFields);
        faults = new CpuFaults(harts, controller, this::clock, this::registers);
    }

    private Engine newEngine(Hart hart) {
        return switch (engine) {
            case INTERPRETED -> new Interpreter(hart, controller);
            case TRANSLATED -> new TranslatingEngine(hart, controller, translations, heat);
        };
    }

    @Override
    public void use(CpuEngine another) {
        if (another == engine) {
            return;
        }
        engine = another;
        for (int number = 0; number < harts.length; number++) {
            engines[number] = newEngine(harts[number]);
        }
        // Blocks know what was translated.
        controller.decoded.dropAll();
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
        turns.reset();
        tap.forget();
        service.reset();
        clint.reset();
        plic.reset();
        io.clear();
        controller.reset(rom);
        for (Hart hart : harts) {
            hart.reset(BoardMap.ROM_BASE);
        }
    }

    @Override
    public RunExit run(long boundary) {
        tap.resumed();
        if (!faults.cuts()) {
            return runTo(boundary);
        }
        while (true) {
            faults.strikeDue();
            RunExit exit = runTo(faults.cut(boundary));
            if (exit != RunExit.BOUNDARY || turns.clock() == boundary) {
                faults.strikeDue();
                return exit;
            }
        }
    }

    private RunExit runTo(long boundary) {
        if (inService() != 0) {
            throw new IllegalStateException("harts are in service mode: " + inService());
        }
        if (boundary < turns.clock()) {
            throw new IllegalArgumentException(
                    "the clock is at " + turns.clock() + ", past the boundary " + boundary);
        }
        if (io.isRequested()) {
            if (!io.isWrite()) {
                throw new IllegalStateException("an IO read is waiting for its completion");
            }
            io.complete(0);
        }
        controller.guards.forgetTouched();
        if (io.isCompleted() && turns.clock() < boundary) {
            resume();
        }
        if (controller.guards.isTouched()) {
            return RunExit.GUARDED_PAGE;
        }
        while (turns.clock() < boundary) {
            if (!turns.step(boundary)) {
                continue;
            }
            if (controller.watch.attention) {
                faults.strikeHits();
            }
            if (controller.guards.isTouched()) {
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
        turns.execute(1);
        if (controller.guards.isTouched()) {
            return;
        }
        io.clear();
        if (controller.watch.attention) {
            faults.strikeHits();
        }
    }

    @Override
    public void interruptForService(int hart) {
        check(hart);
        harts[hart].raiseService();
    }

    @Override
    public RunExit serve(long limit) {
        RunExit exit = service.serve(limit, turns.clock());
        if (controller.watch.attention) {
            faults.strikeHits();
        }
        return exit;
    }

    @Override
    public int servable() {
        return service.servable();
    }

    @Override
    public int inService() {
        return service.inService();
    }

    @Override
    public long served() {
        return service.served();
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
        return turns.clock();
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
        return turns.idleUntil();
    }

    @Override
    public long takeSignature() {
        signer.begin(controller.takeSignature());
        for (Hart hart : harts) {
            hart.registers(signer);
        }
        return signer.signature();
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
        controller.guards.guard(pages);
    }

    @Override
    public void unguard(int page) {
        controller.guards.unguard(page);
    }

    @Override
    public void unguardAll() {
        controller.guards.unguardAll();
    }

    @Override
    public int guardedPage() {
        return controller.guards.touched();
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
        return context.capture();
    }

    @Override
    public byte[] captureHidden() {
        return hidden.capture();
    }

    @Override
    public void restoreContext(byte[] newContext) {
        context.check(newContext);
        context.restore(newContext);
        for (Hart hart : harts) {
            hart.restored();
        }
        tap.forget();
        service.leave();
        controller.takeSignature();
        controller.withdrawAll();
    }

    @Override
    public void synchronizationReset(byte[] newHidden, long skew) {
        hidden.check(newHidden);
        for (Hart hart : harts) {
            hart.reset(BoardMap.ROM_BASE);
        }
        service.enter();
        hidden.restore(newHidden);
        for (Hart hart : harts) {
            hart.clearCounters();
        }
        turns.shift(skew);
        tap.forget();
        controller.takeSignature();
        controller.withdrawAll();
    }

    private void allFields(ContextFields fields) {
        hiddenFields(fields);
        for (Hart hart : harts) {
            hart.registers(fields);
        }
    }

    private void hiddenFields(ContextFields fields) {
        turns.context(fields);
        clint.update(turns.clock());
        clint.context(fields);
        plic.context(fields);
        io.context(fields);
        for (Hart hart : harts) {
            hart.skipTo(turns.clock());
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

    @Override
    public int privilege(int hart) {
        check(hart);
        return harts[hart].privilege();
    }

    @Override
    public boolean isWaiting(int hart) {
        check(hart);
        return harts[hart].isWaiting();
    }

    @Override
    public long translate(int hart, long address) {
        check(hart);
        return harts[hart].translate(address);
    }

    @Override
    public boolean peek(long address, byte[] target, int offset, int length) {
        return controller.peek(address, target, offset, length);
    }

    @Override
    public boolean poke(long address, byte[] source, int offset, int length) {
        if (!controller.dram().contains(address, length)) {
            return false;
        }
        controller.dram().write(address, source, offset, length);
        return true;
    }

    @Override
    public void observe(ExecutionObserver observer) {
        tap.observe(observer);
    }

    private void check(int hart) {
        if (hart < 0 || hart >= harts.length) {
            throw new IllegalArgumentException(
                    "there is no hart " + hart + "; harts are 0 to " + (harts.length - 1));
        }
    }

    private RegisterFile registers(int hart) {
        check(hart);
        if (turns.isExecuting()) {
            throw new IllegalStateException("hart " + hart + " is in the middle of something");
        }
        clint.update(turns.clock());
        harts[hart].skipTo(turns.clock());
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
    public void state(StateFields fields) {
        byte[] loaded = fields.bytes("context", captureContext());
        if (fields.isLoading()) {
            restoreContext(loaded);
        }
        for (Hart hart : harts) {
            hart.state(fields);
        }
        service.state(fields);
        faults.state(fields);
        controller.state(fields);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            translations.leave();
        }
        controller.close();
    }

    @Override
    public String toString() {
        return Objects.toString(description);
    }
}
