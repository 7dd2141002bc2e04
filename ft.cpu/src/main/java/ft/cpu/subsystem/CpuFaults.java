package ft.cpu.subsystem;

import ft.api.fault.Fault;
import ft.api.fault.FaultSite;
import ft.api.fault.Trigger;
import ft.api.fault.Trigger.Access;
import ft.api.fields.StateFields;
import ft.cpu.hart.Hart;
import ft.cpu.hart.RegisterFile;
import ft.cpu.memory.AccessWatch;
import ft.cpu.memory.MemoryController;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Faults of a CPU subsystem. Those with a clock or an instruction as trigger shorten the runs of
 * the harts, which changes nothing of what they do; those with an access have {@link AccessWatch}
 * look.
 */
final class CpuFaults implements FaultSite {
    private final Hart[] harts;
    private final MemoryController controller;
    private final LongSupplier clock;
    private final IntFunction<RegisterFile> registers;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();

    /** A fault that waits; null as fault where only its trigger is watched. */
    private record Pending(int id, Fault fault, Trigger trigger) {}

    CpuFaults(
            Hart[] harts,
            MemoryController controller,
            LongSupplier clock,
            IntFunction<RegisterFile> registers) {
        this.harts = harts;
        this.controller = controller;
        this.clock = clock;
        this.registers = registers;
    }

    @Override
    public void arm(int id, Fault fault, Trigger trigger) {
        check(fault);
        if (trigger instanceof Trigger.Now) {
            strike(id, fault);
        } else if (trigger instanceof Trigger.AtAccess at && isOnBus(fault)) {
            boolean load = fault instanceof Fault.BusRead;
            if (at.access() == (load ? Access.WRITE : Access.READ)) {
                throw new IllegalArgumentException(
                        "A fault of the bus in a "
                                + (load ? "load" : "store")
                                + " never meets an access that is the other kind");
            }
            pending.add(new Pending(id, fault, trigger));
            watchBus(id, fault, at.address(), at.length(), at.nth());
        } else {
            await(id, fault, trigger);
        }
    }

    @Override
    public void watch(int id, Trigger trigger) {
        await(id, null, trigger);
    }

    private void await(int id, Fault fault, Trigger trigger) {
        if (trigger instanceof Trigger.AtAccess at) {
            controller.watch.add(
                    id,
                    at.access() != Access.WRITE,
                    at.access() != Access.READ,
                    at.address(),
                    at.address() + at.length() - 1,
                    at.nth(),
                    0);
        } else if (trigger instanceof Trigger.AtInstruction at) {
            checkHart(at.hart());
        } else if (!(trigger instanceof Trigger.AtClock)) {
            throw new IllegalArgumentException(
                    "A CPU subsystem does not see the trigger '" + trigger.text() + "'");
        }
        pending.add(new Pending(id, fault, trigger));
    }

    private static boolean isOnBus(Fault fault) {
        return fault instanceof Fault.BusRead || fault instanceof Fault.BusWrite;
    }

    @Override
    public void check(Fault fault) {
        if (fault instanceof Fault.RegisterFlip flip) {
            registers(flip.hart()).get(flip.register());
        } else if (fault instanceof Fault.CsrFlip flip) {
            registers(flip.hart()).requireCsr(flip.csr());
        } else if (fault instanceof Fault.TlbFlip flip) {
            checkHart(flip.hart());
        } else if (fault instanceof Fault.MemoryFlip flip) {
            checkAddress(flip.address());
        } else if (fault instanceof Fault.MemoryStuck stuck) {
            checkAddress(stuck.address());
        } else if (!isOnBus(fault)) {
            throw new IllegalArgumentException(
                    "A CPU subsystem does not have the fault '" + fault.text() + "'");
        }
    }

    private RegisterFile registers(int hart) {
        return registers.apply(hart);
    }

    private void checkHart(int hart) {
        registers(hart);
    }

    private void checkAddress(long address) {
        if (!controller.dram().contains(address, 1)) {
            long base = controller.dram().base();
            throw new IllegalArgumentException(
                    String.format(
                            "0x%x lies outside main storage, which is 0x%x to 0x%x",
                            address, base, base + controller.dram().size() - 1));
        }
    }

    /** Whether runs have to be cut. */
    boolean cuts() {
        return !pending.isEmpty();
    }

    /** Where the next run has to end at the latest. */
    long cut(long boundary) {
        long now = clock.getAsLong();
        long next = boundary;
        for (Pending each : pending) {
            if (each.trigger instanceof Trigger.AtClock at) {
                next = Math.min(next, at.clock());
            } else if (each.trigger instanceof Trigger.AtInstruction at) {
                // No instruction takes less than a cycle.
                next = Math.min(next, now + at.instruction() - harts[at.hart()].retired());
            }
        }
        return next;
    }

    /** Strikes what has come to its clock or instruction. */
    void strikeDue() {
        for (Pending each : pending.stream().filter(this::isDue).toList()) {
            pending.remove(each);
            strike(each.id, each.fault);
        }
    }

    private boolean isDue(Pending each) {
        return each.trigger instanceof Trigger.AtClock at && at.clock() <= clock.getAsLong()
                || each.trigger instanceof Trigger.AtInstruction in
                        && in.instruction() <= harts[in.hart()].retired();
    }

    /** Strikes what an access has set off. */
    void strikeHits() {
        for (AccessWatch.Hit hit : controller.watch.takeHits()) {
            String text =
                    String.format("%s of 0x%x", hit.store() ? "store" : "load", hit.address());
            Fault fault = null;
            for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
                Pending next = each.next();
                if (next.id == hit.id()) {
                    fault = next.fault;
                    each.remove();
                    break;
                }
            }
            if (fault == null || isOnBus(fault)) {
                struck(hit.id(), text);
            } else {
                strike(hit.id(), fault);
            }
        }
    }

    private void strike(int id, Fault fault) {
        if (fault instanceof Fault.RegisterFlip flip) {
            flip(id, flip.hart(), flip.register(), flip.bit());
        } else if (fault instanceof Fault.CsrFlip flip) {
            flip(id, flip.hart(), flip.csr(), flip.bit());
        } else if (fault instanceof Fault.TlbFlip flip) {
            controller.watch.leadAstray(flip.hart(), flip.address(), 1L << flip.bit());
            struck(id, String.format("page of 0x%x, hart %d", flip.address(), flip.hart()));
        } else if (fault instanceof Fault.MemoryFlip flip) {
            controller.flip(flip.address(), 1 << flip.bit());
            struck(id, String.format("0x%x", flip.address()));
        } else if (fault instanceof Fault.MemoryStuck stuck) {
            controller.stick(stuck.address(), stuck.bit(), stuck.value() == 1);
            struck(id, String.format("0x%x", stuck.address()));
        } else if (fault != null) {
            pending.add(new Pending(id, fault, Trigger.NOW));
            watchBus(id, fault, 0, 0, 1);
        } else {
            struck(id, "");
        }
    }

    /** A length of 0 stands for everything there is. */
    private void watchBus(int id, Fault fault, long address, long length, long nth) {
        boolean load = fault instanceof Fault.BusRead;
        int bit = fault instanceof Fault.BusRead read ? read.bit() : ((Fault.BusWrite) fault).bit();
        controller.watch.add(id, load, !load, address, address + length - 1, nth, 1L << bit);
    }

    private void flip(int id, int hart, String register, int bit) {
        RegisterFile file = registers(hart);
        long old = file.get(register);
        file.set(register, old ^ 1L << bit);
        struck(
                id,
                String.format(
                        "%s of hart %d from 0x%x to 0x%x",
                        register, hart, old, registers(hart).get(register)));
    }

    private void struck(int id, String text) {
        strikes.add(new Strike(id, clock.getAsLong(), text));
    }

    /** What waits, and what has struck and was not told yet. */
    void state(StateFields fields) {
        List<Pending> waiting =
                fields.list(
                        "pending",
                        pending,
                        new Pending(0, null, Trigger.NOW),
                        (at, own) ->
                                new Pending(
                                        (int) fields.number(at + "id", own.id),
                                        fault(fields.text(at + "fault", text(own.fault))),
                                        Trigger.parse(
                                                fields.text(at + "trigger", own.trigger.text()))));
        List<Strike> told = Strike.state(fields, strikes);
        if (fields.isLoading()) {
            pending.addAll(waiting);
            strikes.addAll(told);
        }
    }

    private static String text(Fault fault) {
        return fault == null ? "" : fault.text();
    }

    private static Fault fault(String text) {
        return text.isEmpty() ? null : Fault.parse(text);
    }

    @Override
    public List<Strike> takeStrikes() {
        if (strikes.isEmpty()) {
            return List.of();
        }
        List<Strike> taken = List.copyOf(strikes);
        strikes.clear();
        return taken;
    }
}
