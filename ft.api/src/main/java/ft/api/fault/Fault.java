package ft.api.fault;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A fault to inject into one system: a record for each place where hardware can fail. Its text form
 * ({@link #text()}, {@link #parse(String)}) is what consoles take and logs show: the name of its
 * {@link FaultKind} and then its components, as in {@code register 1 0 x15 4}.
 *
 * <p>Where a count can be given, 0 stands for: for good, until the board is reset or replaced.
 */
@ProviderType
public sealed interface Fault {
    /** The system it strikes. */
    int system();

    /** How it is written, such as {@code memory 1 0x80010000 3}. */
    default String text() {
        return FaultKind.GRAMMAR.text(this);
    }

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException with one sentence on what is wrong and how it is written
     */
    static Fault parse(String text) {
        return (Fault) FaultKind.GRAMMAR.parse(text);
    }

    // In the CPU subsystem 110

    /**
     * A bit of an integer or floating-point register or of the pc flips.
     *
     * @param system the system
     * @param hart the hart
     * @param register name as {@link ft.api.cpu.CpuSubsystem#registerNames()} has it
     * @param bit 0 to 63
     */
    record RegisterFlip(int system, int hart, String register, int bit) implements Fault {
        /** Checks the bit. */
        public RegisterFlip {
            Objects.requireNonNull(register);
            Ranges.require("the bit of a register", bit, 0, 63);
        }
    }

    /**
     * A bit of a control and status register flips. What is read-only there stays as it is.
     *
     * @param system the system
     * @param hart the hart
     * @param csr its name, such as {@code mepc}
     * @param bit 0 to 63
     */
    record CsrFlip(int system, int hart, String csr, int bit) implements Fault {
        /** Checks the bit. */
        public CsrFlip {
            Objects.requireNonNull(csr);
            Ranges.require("the bit of a CSR", bit, 0, 63);
        }
    }

    /**
     * A bit of the physical page number in a TLB entry for loads and stores flips: the hart reaches
     * another page, until the entry is loaded anew at the end of the quantum. An address that does
     * not exist that way gives an access fault.
     *
     * @param system the system
     * @param hart the hart
     * @param address any address in the page, as the hart uses it: virtual while it translates
     * @param bit of the physical address, 12 to 63
     */
    record TlbFlip(int system, int hart, long address, int bit) implements Fault {
        /** Checks the bit. */
        public TlbFlip {
            Ranges.require("the bit of a page number", bit, 12, 63);
        }
    }

    /**
     * A bit of main storage flips.
     *
     * @param system the system
     * @param address physical address of the byte
     * @param bit 0 to 7
     */
    record MemoryFlip(int system, long address, int bit) implements Fault {
        /** Checks the bit. */
        public MemoryFlip {
            Ranges.require("the bit of a byte", bit, 0, 7);
        }
    }

    /**
     * A bit of main storage is stuck: whoever writes it, it reads as one value, until the board is
     * replaced.
     *
     * @param system the system
     * @param address physical address of the byte
     * @param bit 0 to 7
     * @param value 0 or 1
     */
    record MemoryStuck(int system, long address, int bit, int value) implements Fault {
        /** Checks bit and value. */
        public MemoryStuck {
            Ranges.require("the bit of a byte", bit, 0, 7);
            Ranges.require("the value of a bit", value, 0, 1);
        }
    }

    /**
     * A bit of the data flips on its way over the CPU bus to a hart: of the next load, or of the
     * one that the trigger names.
     *
     * @param system the system
     * @param bit 0 to 63; one beyond the size of the access changes nothing
     */
    record BusRead(int system, int bit) implements Fault {
        /** Checks the bit. */
        public BusRead {
            Ranges.require("the bit of a bus", bit, 0, 63);
        }
    }

    /**
     * A bit of the data flips on its way over the CPU bus from a hart: of the next store, or of the
     * one that the trigger names.
     *
     * @param system the system
     * @param bit 0 to 63; one beyond the size of the access changes nothing
     */
    record BusWrite(int system, int bit) implements Fault {
        /** Checks the bit. */
        public BusWrite {
            Ranges.require("the bit of a bus", bit, 0, 63);
        }
    }

    /**
     * Hardware reports a located fault of the CPU subsystem: FAIL(x).
     *
     * @param system the system
     */
    record CpuFailure(int system) implements Fault {}

    // In the FT controller 130 and on the board

    /**
     * A bit of the data in the next entry of an IO-access queue (131, 132) flips.
     *
     * @param system the system whose IO comparator it is
     * @param from the system whose requests the queue holds
     * @param bit 0 to 63
     */
    record QueueFlip(int system, int from, int bit) implements Fault {
        /** Checks the bit. */
        public QueueFlip {
            Ranges.require("the bit of a queue entry", bit, 0, 63);
        }
    }

    /**
     * A comparator gives the same result whatever it compares.
     *
     * @param system the system whose comparator it is
     * @param comparator which of the two
     * @param result what it says from now on
     */
    record ComparatorStuck(int system, Comparator comparator, Result result) implements Fault {}

    /** The comparators of a system. */
    enum Comparator {
        /** Of the CPU bus (114), in the memory controller. */
        BUS,
        /** Of outbound IO accesses (133), in the FT controller. */
        IO
    }

    /** What a comparator says. */
    enum Result {
        /** Always equal: it is silent. */
        EQUAL,
        /** Always different: false alarms. */
        DIFFERENT,
        /** What is true: the fault has gone. */
        SOUND
    }

    /**
     * Entries are not written into the memory of the access trace.
     *
     * @param system the system
     * @param count how many of the next ones; 0 for all
     */
    record TraceLoss(int system, int count) implements Fault {
        /** Checks the count. */
        public TraceLoss {
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /**
     * Acknowledgements of the SMI do not arrive.
     *
     * @param system the system whose harts are not heard
     * @param count how many of the next ones; 0 for all
     */
    record SmiAckLoss(int system, int count) implements Fault {
        /** Checks the count. */
        public SmiAckLoss {
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /**
     * At the next synchronization reset a system is released later than the others.
     *
     * @param system the system
     * @param cycles how much later
     */
    record ResetSkew(int system, int cycles) implements Fault {
        /** Checks the cycles. */
        public ResetSkew {
            Ranges.require("the skew of a reset", cycles, 1, 1 << 20);
        }
    }

    /**
     * The presence line of a system does not tell any more that it is there, or does again (spec
     * N3).
     *
     * @param system the system that is not seen
     * @param up whether it returns
     */
    record PresenceLoss(int system, boolean up) implements Fault {}

    // In the IO subsystem 120

    /**
     * A bit of what the DMA engine moves in a copy flips.
     *
     * @param system the system whose DMA engine it is
     * @param bit of the page, 0 to 32767
     * @param count pages moved from now on that are hit; 0 for all
     */
    record DmaFlip(int system, int bit, int count) implements Fault {
        /** Checks bit and count. */
        public DmaFlip {
            Ranges.require("the bit of a page", bit, 0, 32767);
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /**
     * The next copy session fails after a number of pages: the DMA engine reports an error.
     *
     * @param system the source system
     * @param pages pages copied before the error
     */
    record CopyFailure(int system, int pages) implements Fault {
        /** Checks the pages. */
        public CopyFailure {
            Ranges.requireFrom("the number of pages", pages, 0);
        }
    }

    /**
     * The checksum unit of the DMA engine gives wrong sums.
     *
     * @param system the system
     * @param manner in which way
     * @param count sums from now on that are hit; 0 for all
     */
    record ChecksumFault(int system, Sums manner, int count) implements Fault {
        /** Checks the count. */
        public ChecksumFault {
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /** In which way sums are wrong. */
    enum Sums {
        /** A bit of the sum flips: equal pages seem to differ. */
        WRONG,
        /** The sum is always the same: pages that differ seem to be equal. */
        STUCK
    }

    /**
     * A device fails.
     *
     * @param system the system whose IO subsystem it is in
     * @param slot its slot
     * @param manner in which way
     * @param count accesses from now on that are hit; 0 for all
     */
    record DeviceFault(int system, String slot, Misbehaviour manner, int count) implements Fault {
        /** Checks the count. */
        public DeviceFault {
            Objects.requireNonNull(slot);
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /** In which way a device fails. */
    enum Misbehaviour {
        /** It answers an access with an error. */
        ERROR,
        /** It does not answer, until the time limit of its IO subsystem ends the access. */
        HANG,
        /** A bit of what is read flips; what is written arrives. */
        WRONG
    }

    // Crosslink 140

    /**
     * The crosslink of a system is lost, or returns.
     *
     * @param system the system
     * @param up whether it returns
     */
    record CrosslinkLoss(int system, boolean up) implements Fault {}

    /**
     * Frames on the way from one system to another are hit.
     *
     * @param system the system that sends them
     * @param peer the system they go to
     * @param manner what happens to them
     * @param count how many transmissions in a row are hit, repetitions included; 0 for all
     */
    record LinkFault(int system, int peer, Mishap manner, int count) implements Fault {
        /** Checks the count. */
        public LinkFault {
            Ranges.requireFrom("a count", count, 0);
        }
    }

    /** What happens to a frame. */
    enum Mishap {
        /** It does not arrive. */
        DROP,
        /** A bit of it flips. */
        CORRUPT,
        /** It arrives late. */
        DELAY,
        /** It arrives twice. */
        DUPLICATE
    }
}
