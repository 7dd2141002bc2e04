package ft.api.fault;

import java.util.List;

/** The kinds of {@link Fault}s: their stable short names, and what there is to say about each. */
public enum FaultKind {
    /** {@link Fault.RegisterFlip}. */
    REGISTER("register", Fault.RegisterFlip.class, "a bit of a register flips", "1 0 x10 5"),
    /** {@link Fault.CsrFlip}. */
    CSR("csr", Fault.CsrFlip.class, "a bit of a control and status register flips", "1 0 mepc 3"),
    /** {@link Fault.TlbFlip}. */
    TLB(
            "tlb",
            Fault.TlbFlip.class,
            "a TLB entry leads to another page, for a quantum",
            "1 0 0x80010000 13"),
    /** {@link Fault.MemoryFlip}. */
    MEMORY("memory", Fault.MemoryFlip.class, "a bit of main storage flips", "1 0x80010000 3"),
    /** {@link Fault.MemoryStuck}. */
    STUCK("stuck", Fault.MemoryStuck.class, "a bit of main storage is stuck", "1 0x80010000 3 1"),
    /** {@link Fault.BusRead}. */
    BUS_READ("bus-read", Fault.BusRead.class, "a bit flips on the CPU bus in a load", "1 5"),
    /** {@link Fault.BusWrite}. */
    BUS_WRITE("bus-write", Fault.BusWrite.class, "a bit flips on the CPU bus in a store", "1 5"),
    /** {@link Fault.CpuFailure}. */
    CPU("cpu", Fault.CpuFailure.class, "hardware locates a fault in a CPU subsystem", "1"),
    /** {@link Fault.QueueFlip}. */
    QUEUE(
            "queue",
            Fault.QueueFlip.class,
            "a bit flips in the next entry of an IO comparator's queue",
            "0 1 5"),
    /** {@link Fault.ComparatorStuck}. */
    COMPARATOR(
            "comparator",
            Fault.ComparatorStuck.class,
            "a comparator (bus, io) is stuck at equal or different, or sound again",
            "1 bus equal"),
    /** {@link Fault.TraceLoss}. */
    TRACE("trace", Fault.TraceLoss.class, "the access trace loses entries", "0 10"),
    /** {@link Fault.SmiAckLoss}. */
    SMI_ACK("smi-ack", Fault.SmiAckLoss.class, "acknowledgements of the SMI are lost", "1 1"),
    /** {@link Fault.ResetSkew}. */
    SKEW("skew", Fault.ResetSkew.class, "the synchronization reset ends later in a system", "1 7"),
    /** {@link Fault.PresenceLoss}. */
    PRESENCE(
            "presence",
            Fault.PresenceLoss.class,
            "the presence line of a system is lost, or returns",
            "1 down"),
    /** {@link Fault.DmaFlip}. */
    DMA("dma", Fault.DmaFlip.class, "a bit flips in pages that the DMA engine moves", "0 5 1"),
    /** {@link Fault.CopyFailure}. */
    COPY(
            "copy",
            Fault.CopyFailure.class,
            "the next copy out of a system fails after a number of pages",
            "0 100"),
    /** {@link Fault.ChecksumFault}. */
    CHECKSUM(
            "checksum",
            Fault.ChecksumFault.class,
            "the checksum unit gives sums that are wrong, or stuck",
            "0 wrong 1"),
    /** {@link Fault.DeviceFault}. */
    DEVICE(
            "device",
            Fault.DeviceFault.class,
            "a device answers with an error, hangs, or gives wrong data",
            "0 uart0 hang 1"),
    /** {@link Fault.CrosslinkLoss}. */
    CROSSLINK(
            "crosslink", Fault.CrosslinkLoss.class, "the crosslink is lost, or returns", "1 down"),
    /** {@link Fault.LinkFault}. */
    LINK(
            "link",
            Fault.LinkFault.class,
            "frames of the crosslink are dropped, corrupted, delayed or duplicated",
            "0 1 drop 1");

    /** How faults are written. */
    static final Grammar<FaultKind> GRAMMAR =
            new Grammar<>("fault", "the kinds are", List.of(values()), kind -> kind.form);

    private final RecordText form;
    private final String description;
    private final String example;

    FaultKind(String word, Class<? extends Record> type, String description, String example) {
        this.form = new RecordText(word, type);
        this.description = description;
        this.example = word + " " + example;
    }

    /** The short name it is written with; stable. */
    public String word() {
        return form.word();
    }

    /** What happens, in one line. */
    public String description() {
        return description;
    }

    /** A fault of this kind, as it is written. */
    public String example() {
        return example;
    }

    /** How it is written: {@code register SYSTEM HART REGISTER BIT}. */
    public String usage() {
        return form.usage();
    }

    /** The type of its faults. */
    public Class<? extends Record> type() {
        return form.type();
    }

    /** The kind of a fault. */
    public static FaultKind of(Fault fault) {
        return GRAMMAR.kind(fault);
    }
}
