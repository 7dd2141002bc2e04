package ft.campaign.scenario;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.fault.Trigger;
import ft.api.server.Operation;
import ft.api.state.SystemState;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Draws faults of every kind, and when they strike. */
final class FaultDraw {
    private static final String[] REGISTERS = {
        "pc", "sp", "ra", "gp", "s0", "s1", "s2", "s11", "a0", "a1", "a5", "t0", "t1"
    };
    private static final String[] CSRS = {
        "mepc", "mtvec", "mstatus", "mie", "mscratch", "mcause", "mcycle", "minstret"
    };
    private static final String[] SLOTS = {"uart", "disk"};
    private static final SystemState[] STATES = {
        SystemState.ONLINE_ASYNC,
        SystemState.PRE_OFFLINE,
        SystemState.RECOVER_OFFLINE,
        SystemState.PRE_ONLINE_SYNC,
        SystemState.ONLINE_SYNC,
        SystemState.ONLINE_READY
    };

    /**
     * Where guests live, as offsets in main storage: code, constants and tables; then the working
     * set and stacks of small guests; then those of the ledger. What lies between is empty.
     */
    private static final int[][] USED = {{0, 0x8000}, {0x22000, 0x36000}, {0x41000, 0x54000}};

    private static final int PAGE = 4096;

    private final SplittableRandom random;
    private final int systems;
    private final Map<FaultKind, IntFunction<Fault>> makers = new EnumMap<>(FaultKind.class);
    private final FaultKind[] urn;

    FaultDraw(SplittableRandom random, int systems, int harts) {
        this.random = random;
        this.systems = systems;
        makers.put(
                FaultKind.REGISTER,
                s -> new Fault.RegisterFlip(s, random.nextInt(harts), any(REGISTERS), bit(64)));
        makers.put(
                FaultKind.CSR,
                s -> new Fault.CsrFlip(s, random.nextInt(harts), any(CSRS), bit(64)));
        makers.put(
                FaultKind.TLB,
                s -> new Fault.TlbFlip(s, random.nextInt(harts), address(), 12 + bit(10)));
        makers.put(FaultKind.MEMORY, s -> new Fault.MemoryFlip(s, address(), bit(8)));
        makers.put(FaultKind.STUCK, s -> new Fault.MemoryStuck(s, address(), bit(8), bit(2)));
        makers.put(FaultKind.BUS_READ, s -> new Fault.BusRead(s, bit(64)));
        makers.put(FaultKind.BUS_WRITE, s -> new Fault.BusWrite(s, bit(64)));
        makers.put(FaultKind.CPU, Fault.CpuFailure::new);
        makers.put(FaultKind.QUEUE, s -> new Fault.QueueFlip(s, system(), bit(8)));
        makers.put(
                FaultKind.COMPARATOR,
                s ->
                        new Fault.ComparatorStuck(
                                s, any(Fault.Comparator.values()), any(Fault.Result.values())));
        makers.put(FaultKind.TRACE, s -> new Fault.TraceLoss(s, 1 + bit(20)));
        makers.put(FaultKind.SMI_ACK, s -> new Fault.SmiAckLoss(s, bit(3)));
        makers.put(FaultKind.SKEW, s -> new Fault.ResetSkew(s, 1 + bit(200)));
        makers.put(FaultKind.PRESENCE, s -> new Fault.PresenceLoss(s, random.nextInt(4) == 0));
        makers.put(FaultKind.DMA, s -> new Fault.DmaFlip(s, bit(32768), 1 + bit(3)));
        makers.put(FaultKind.COPY, s -> new Fault.CopyFailure(s, bit(60)));
        makers.put(
                FaultKind.CHECKSUM,
                s -> new Fault.ChecksumFault(s, any(Fault.Sums.values()), 1 + bit(8)));
        makers.put(
                FaultKind.DEVICE,
                s ->
                        new Fault.DeviceFault(
                                s, any(SLOTS) + s, any(Fault.Misbehaviour.values()), 1 + bit(4)));
        makers.put(FaultKind.CROSSLINK, s -> new Fault.CrosslinkLoss(s, random.nextInt(3) == 0));
        makers.put(
                FaultKind.LINK,
                s ->
                        new Fault.LinkFault(
                                s,
                                (s + 1 + bit(systems - 1)) % systems,
                                any(Fault.Mishap.values()),
                                1 + bit(4)));
        urn = urn();
    }

    /** Faults inside a CPU subsystem are what all of this is about; they come three times. */
    private static FaultKind[] urn() {
        FaultKind[] kinds = FaultKind.values();
        FaultKind[] inside = {
            FaultKind.REGISTER,
            FaultKind.MEMORY,
            FaultKind.CSR,
            FaultKind.TLB,
            FaultKind.BUS_READ,
            FaultKind.BUS_WRITE
        };
        FaultKind[] urn = new FaultKind[kinds.length + 2 * inside.length];
        System.arraycopy(kinds, 0, urn, 0, kinds.length);
        System.arraycopy(inside, 0, urn, kinds.length, inside.length);
        System.arraycopy(inside, 0, urn, kinds.length + inside.length, inside.length);
        return urn;
    }

    /** Any fault, about to strike around a clock. */
    Action draw(long clock) {
        Fault fault = makers.get(any(urn)).apply(system());
        return new Action.Operate(new Operation.Inject(fault, trigger(fault, clock)));
    }

    private Trigger trigger(Fault fault, long clock) {
        int system = fault.system();
        if (fault instanceof Fault.DeviceFault device && random.nextBoolean()) {
            return new Trigger.AtDevice(device.slot(), 1 + bit(20));
        }
        if (fault instanceof Fault.LinkFault link && random.nextBoolean()) {
            return new Trigger.AtFrame(link.system(), link.peer(), 1 + bit(200));
        }
        return switch (random.nextInt(10)) {
            case 0 -> new Trigger.AtClock(clock + bit(10_000));
            case 1 -> new Trigger.AtInstruction(system, 0, clock - 80_000 + bit(60_000));
            case 2 ->
                    new Trigger.AtAccess(
                            system,
                            any(Trigger.Access.values()),
                            address() & -PAGE,
                            PAGE,
                            1 + bit(30));
            case 3 -> new Trigger.AtState(system, any(STATES), 1);
            case 4 -> new Trigger.AtRandom(random.nextInt(1_000_000), 1 + bit(50_000));
            default -> Trigger.NOW;
        };
    }

    private int system() {
        return random.nextInt(systems);
    }

    private int bit(int bound) {
        return random.nextInt(bound);
    }

    private long address() {
        int[] range = USED[random.nextInt(USED.length)];
        return BoardMap.DRAM_BASE + random.nextInt(range[0], range[1]);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
