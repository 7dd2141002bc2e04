package ft.api.server;

import ft.api.cpu.CpuEngine;
import ft.api.io.SlotDescription;
import java.util.List;

/**
 * What a server is made of. Two servers of equal description, guest and input have the same guest
 * history. Made from configuration; {@link FtServerFactory#vary} gives variants.
 *
 * @param name of the server
 * @param systems number of systems
 * @param harts harts of each CPU subsystem
 * @param memoryBytes main storage of each CPU subsystem, in bytes
 * @param quantum distance of instruction boundaries, in cycles
 * @param cyclesPerTick cycles in one tick of {@code mtime} (100 ns)
 * @param paced whether guest time is held back to the wall clock
 * @param driver how the systems are run
 * @param seed decides the schedule of the sequential driver
 * @param strategy name of the copy strategy
 * @param busComparator whether the CPU-bus comparators are fitted (P6 [0065])
 * @param ioMismatch name of the {@linkplain ft.api.policy.ComparatorPolicy policy} that says what
 *     an IO-access disagreement leads to; the separation of SBY, whatever it says, without CPU-bus
 *     comparators
 * @param ioQueueDepth entries in each queue of an IO-access comparator
 * @param traceGranularity what one entry of the access trace covers
 * @param traceEntries capacity of the access trace, in entries of one line or page
 * @param traceAlmostFull entries at which the trace is almost full
 * @param asyncLimit quanta after which software ends Online async; 0 for never
 * @param smiAckLimit instructions in service mode within which every hart has to acknowledge a
 *     service interrupt (SMI), and within which firmware has to bring all of them back to the guest
 * @param copyUnit bytes in a page, the unit of copying (P17 c.4); a power of two
 * @param dmaBytesPerSecond speed of the DMA engine, in bytes a second of guest time
 * @param checksumBytesPerSecond speed of its checksum unit
 * @param backgroundShare part of that speed a copy may use while the guest runs, 0 to 1
 * @param automaticSync whether a system that can be synchronized is, without being asked
 * @param coldRestart whether a lost service is booted again on a healthy system, without being
 *     asked
 * @param ejectMicros guest time, in microseconds, between the pull of an IO board and its loss of
 *     power, in which its devices tell their drivers that they go; 0 for none
 * @param processor symbolic name of the bundle that makes the CPU subsystems
 * @param io symbolic name of the bundle that makes the IO subsystems
 * @param crosslink symbolic name of the bundle that makes the crosslink
 * @param slots what is in the IO subsystems
 * @param engines how the systems execute instructions, in the order of their numbers; systems that
 *     are not in the list do it like the last one that is, and with an empty list all translate
 */
public record ServerDescription(
        String name,
        int systems,
        int harts,
        long memoryBytes,
        int quantum,
        int cyclesPerTick,
        boolean paced,
        DriverKind driver,
        long seed,
        String strategy,
        boolean busComparator,
        String ioMismatch,
        int ioQueueDepth,
        TraceGranularity traceGranularity,
        int traceEntries,
        int traceAlmostFull,
        int asyncLimit,
        int smiAckLimit,
        int copyUnit,
        long dmaBytesPerSecond,
        long checksumBytesPerSecond,
        double backgroundShare,
        boolean automaticSync,
        boolean coldRestart,
        int ejectMicros,
        String processor,
        String io,
        String crosslink,
        List<SlotDescription> slots,
        List<CpuEngine> engines) {
    /** Copies the lists. */
    public ServerDescription {
        slots = List.copyOf(slots);
        engines = engines.isEmpty() ? List.of(CpuEngine.TRANSLATED) : List.copyOf(engines);
    }

    /** With all systems translating. */
    public ServerDescription(
            String name,
            int systems,
            int harts,
            long memoryBytes,
            int quantum,
            int cyclesPerTick,
            boolean paced,
            DriverKind driver,
            long seed,
            String strategy,
            boolean busComparator,
            String ioMismatch,
            int ioQueueDepth,
            TraceGranularity traceGranularity,
            int traceEntries,
            int traceAlmostFull,
            int asyncLimit,
            int smiAckLimit,
            int copyUnit,
            long dmaBytesPerSecond,
            long checksumBytesPerSecond,
            double backgroundShare,
            boolean automaticSync,
            boolean coldRestart,
            int ejectMicros,
            String processor,
            String io,
            String crosslink,
            List<SlotDescription> slots) {
        this(
                name,
                systems,
                harts,
                memoryBytes,
                quantum,
                cyclesPerTick,
                paced,
                driver,
                seed,
                strategy,
                busComparator,
                ioMismatch,
                ioQueueDepth,
                traceGranularity,
                traceEntries,
                traceAlmostFull,
                asyncLimit,
                smiAckLimit,
                copyUnit,
                dmaBytesPerSecond,
                checksumBytesPerSecond,
                backgroundShare,
                automaticSync,
                coldRestart,
                ejectMicros,
                processor,
                io,
                crosslink,
                slots,
                List.of());
    }

    /** How a system executes instructions. */
    public CpuEngine engine(int system) {
        return engines.get(Math.min(system, engines.size() - 1));
    }
}
