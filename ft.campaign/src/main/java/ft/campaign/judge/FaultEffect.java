package ft.campaign.judge;

import ft.api.fault.FaultKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What may follow from each kind of fault, whoever is struck. */
public enum FaultEffect {
    /** The CPU subsystem that is struck is no longer what it should be. */
    CORRUPTS,
    /** It stays wrong until its board is replaced. */
    STAYS,
    /** The guest's input changes: its history is not that of the golden run. */
    ALTERS_INPUT,
    /** A resynchronization may bring over something else than the source has, or less. */
    CORRUPTS_COPIES;

    private static final Map<FaultKind, Set<FaultEffect>> TABLE = new EnumMap<>(FaultKind.class);

    static {
        for (FaultKind kind : FaultKind.values()) {
            TABLE.put(kind, EnumSet.noneOf(FaultEffect.class));
        }
        TABLE.put(FaultKind.REGISTER, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.CSR, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.TLB, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.MEMORY, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.STUCK, EnumSet.of(CORRUPTS, STAYS, CORRUPTS_COPIES));
        TABLE.put(FaultKind.BUS_READ, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.BUS_WRITE, EnumSet.of(CORRUPTS));
        TABLE.put(FaultKind.SKEW, EnumSet.of(CORRUPTS, CORRUPTS_COPIES));
        TABLE.put(FaultKind.DMA, EnumSet.of(CORRUPTS_COPIES));
        TABLE.put(FaultKind.CHECKSUM, EnumSet.of(CORRUPTS_COPIES));
        // What the trace does not tell is not copied.
        TABLE.put(FaultKind.TRACE, EnumSet.of(CORRUPTS_COPIES));
        TABLE.put(FaultKind.QUEUE, EnumSet.of(ALTERS_INPUT));
        // The devices on the other side are out of reach.
        TABLE.put(FaultKind.CROSSLINK, EnumSet.of(ALTERS_INPUT));
        TABLE.put(FaultKind.DEVICE, EnumSet.of(ALTERS_INPUT));
    }

    /** What may follow from a kind of fault. */
    public static Set<FaultEffect> of(FaultKind kind) {
        return TABLE.get(kind);
    }
}
