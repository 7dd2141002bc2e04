package ft.chipset.description;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a server (factory PID {@code ft.server}); {@link Descriptions} reads it. */
@ObjectClassDefinition(
        name = "Fault tolerant server",
        description = "Describes one server: its systems, what they are made of, how they are run.")
public @interface ServerConfig {
    /** PID of server configurations. */
    String PID = "ft.server";

    @AttributeDefinition(name = "Name", description = "Name of the server.")
    String ft_server() default "default";

    @AttributeDefinition(
            name = "Systems [systems]",
            description = "Number of systems.",
            min = "1",
            max = "3")
    int systems() default 2;

    @AttributeDefinition(
            name = "Harts [harts]",
            description = "Harts a CPU subsystem.",
            min = "1",
            max = "4")
    int harts() default 1;

    @AttributeDefinition(
            name = "Memory [bytes]",
            description = "Main storage a system, such as 64MiB or 8GiB; at least 1MiB.")
    String memory() default "64MiB";

    @AttributeDefinition(
            name = "Quantum [cycles]",
            description = "Cycles between instruction boundaries.",
            min = "256",
            max = "10000000")
    int quantum() default 32768;

    @AttributeDefinition(
            name = "Cycles a tick [cycles]",
            description = "Cycles in one tick of mtime (100 ns).",
            min = "1",
            max = "1000")
    int cyclesPerTick() default 10;

    @AttributeDefinition(
            name = "Paced",
            description = "Whether guest time is held back to the wall clock.")
    boolean paced() default false;

    @AttributeDefinition(
            name = "Driver",
            description = "PARALLEL: a thread a system. SEQUENTIAL: one thread, seeded schedule.",
            options = {
                @Option(value = "PARALLEL", label = "A thread a system"),
                @Option(value = "SEQUENTIAL", label = "One thread")
            })
    String driver() default "PARALLEL";

    @AttributeDefinition(
            name = "Engine",
            description =
                    "How instructions are executed, which no guest can tell: TRANSLATED or INTERPRETED,"
                            + " or, with commas, one for each system.")
    String engine() default "TRANSLATED";

    @AttributeDefinition(
            name = "Seed [number]",
            description = "Seed of the sequential driver's schedule.")
    long seed() default 1;

    @AttributeDefinition(name = "Strategy", description = "Name of the copy strategy.")
    String strategy() default "trace";

    @AttributeDefinition(
            name = "CPU-bus comparator",
            description = "Whether the CPU-bus comparators are fitted (P6 [0065]).")
    boolean busComparator() default true;

    @AttributeDefinition(
            name = "IO mismatch",
            description =
                    "Name of the comparator policy. TRACE: to Online async. SEPARATE: the SBY"
                            + " system is isolated, which is what a server without CPU-bus"
                            + " comparators does in any case.")
    String ioMismatch() default "TRACE";

    @AttributeDefinition(
            name = "IO queue depth [entries]",
            description = "Entries in a queue of an IO-access comparator.",
            min = "1",
            max = "65536")
    int ioQueueDepth() default 64;

    @AttributeDefinition(
            name = "Trace granularity",
            description = "What an entry of the access trace covers. LINE: 64 bytes. PAGE: 4 KiB.",
            options = {
                @Option(value = "LINE", label = "64 bytes"),
                @Option(value = "PAGE", label = "4 KiB")
            })
    String traceGranularity() default "PAGE";

    @AttributeDefinition(
            name = "Trace entries [entries]",
            description =
                    "Capacity of the access trace; an entry is a line or page in a quantum. What is"
                            + " above the threshold is head-room until the SMI is acknowledged.",
            min = "1",
            max = "10000000")
    int traceEntries() default 8192;

    @AttributeDefinition(
            name = "Trace threshold [entries]",
            description = "Entries at which the trace is almost full.",
            min = "1",
            max = "10000000")
    int traceAlmostFull() default 6144;

    @AttributeDefinition(
            name = "Async limit [quanta]",
            description = "Quanta after which software ends Online async; 0 for never.",
            min = "0",
            max = "1000000")
    int asyncLimit() default 2000;

    @AttributeDefinition(
            name = "SMI limit [instructions]",
            description =
                    "Instructions of firmware within which every hart acknowledges a service"
                            + " interrupt, or is back in its guest.",
            min = "1",
            max = "10000000")
    int smiAckLimit() default 10000;

    @AttributeDefinition(
            name = "Copy unit [bytes]",
            description = "Bytes that are copied and summed as one; a power of two.",
            min = "256",
            max = "65536")
    int copyUnit() default 4096;

    @AttributeDefinition(
            name = "DMA rate [bytes a second]",
            description = "Bytes the DMA engine moves in a second of guest time, such as 800MiB.")
    String dmaRate() default "800MiB";

    @AttributeDefinition(
            name = "Checksum rate [bytes a second]",
            description =
                    "Bytes the checksum unit of a DMA engine reads in a second of guest time, such"
                            + " as 3200MiB.")
    String checksumRate() default "800MiB";

    @AttributeDefinition(
            name = "Background share [of 1]",
            description = "Part of the DMA rate that a copy may use while the guest runs, above 0.",
            min = "0",
            max = "1")
    double backgroundShare() default 0.25;

    @AttributeDefinition(
            name = "Automatic synchronization",
            description = "Whether a system that can be synchronized is, without being asked.")
    boolean automaticSync() default true;

    @AttributeDefinition(
            name = "Cold restart",
            description =
                    "Whether a service that is lost is booted again on a healthy system, without being"
                            + " asked.")
    boolean coldRestart() default false;

    @AttributeDefinition(
            name = "Eject time [microseconds]",
            description =
                    "Guest time in microseconds between the pull of an IO board and its loss of power,"
                            + " in which its devices tell their drivers that they go; 0 for none.",
            min = "0",
            max = "60000000")
    int ejectMicros() default 0;

    @AttributeDefinition(
            name = "Processor",
            description = "Symbolic name of the bundle that makes CPU subsystems.")
    String processor() default "ft.cpu";

    @AttributeDefinition(
            name = "IO",
            description = "Symbolic name of the bundle that makes IO subsystems.")
    String io() default "ft.io";

    @AttributeDefinition(
            name = "Crosslink",
            description = "Symbolic name of the bundle that makes the crosslink.")
    String crosslink() default "ft.crosslink";

    @AttributeDefinition(
            name = "Slots",
            description =
                    "Slots of the IO subsystems, each as 'NAME io=N device=TYPE base=OFFSET size=BYTES"
                            + " irq=N', then OPTION=VALUE for the device; quotes keep blanks in a value.")
    String[] slots() default {};
}
