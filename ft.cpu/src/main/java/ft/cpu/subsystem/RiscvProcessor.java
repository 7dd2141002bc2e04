package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.cpu.Disassembler;
import ft.api.cpu.MainStorage;
import ft.cpu.hart.HartText;
import ft.cpu.translate.CodeCache;
import ft.cpu.translate.Heat;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LoggerFactory;

/** Makes CPU subsystems with RV64GC harts. */
@Component
public final class RiscvProcessor implements CpuSubsystemFactory {
    private static final int MOST_HARTS = 4;
    private static final long LEAST_MEMORY = 1L << 20;
    // What is above could not be numbered in pages of an int; nobody has asked for more.
    private static final long MOST_MEMORY = 1L << 40;

    private static final System.Logger FALLBACK = System.getLogger("ft.cpu");

    private final CodeCache translations;
    private final Heat heat;

    /** Optional, so that an update of the log service does not take the CPU subsystems down. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile LoggerFactory loggers;

    /** As it is meant to be. */
    public RiscvProcessor() {
        heat = Heat.NORMAL;
        translations = CodeCache.background(this::warn);
    }

    /** With another idea of what is worth being translated, for tests. */
    public RiscvProcessor(Heat heat) {
        this(heat, CodeCache.direct());
    }

    /** The same, with another way to translate. */
    public RiscvProcessor(Heat heat, CodeCache translations) {
        this.heat = heat;
        this.translations = translations;
    }

    @Override
    public CpuSubsystem create(CpuDescription description) {
        check(
                description.harts() >= 1 && description.harts() <= MOST_HARTS,
                "a CPU subsystem has 1 to 4 harts, not " + description.harts());
        check(
                description.memoryBytes() >= LEAST_MEMORY
                        && description.memoryBytes() <= MOST_MEMORY,
                "main storage is 1 MiB to 1 TiB, not " + description.memoryBytes() + " bytes");
        check(
                description.memoryBytes() % MainStorage.PAGE_SIZE == 0,
                "main storage is a multiple of 4096 bytes, which "
                        + description.memoryBytes()
                        + " is not");
        check(
                description.granule() == MainStorage.PAGE_SIZE
                        || description.granule() == MainStorage.PAGE_SIZE / 64,
                "changes are tracked in granules of 4096 or 64 bytes, not "
                        + description.granule());
        check(
                description.memoryBytes() / description.granule() <= Integer.MAX_VALUE,
                "main storage of "
                        + description.memoryBytes()
                        + " bytes is too large to track changes in granules of "
                        + description.granule());
        check(
                description.cyclesPerTick() >= 1,
                "a tick has at least one cycle, not " + description.cyclesPerTick());
        return new RiscvSubsystem(description, translations, heat);
    }

    private void warn(RuntimeException problem) {
        String sentence = "Some guest code could not be translated; it is interpreted.";
        LoggerFactory current = loggers;
        if (current == null) {
            FALLBACK.log(System.Logger.Level.WARNING, sentence, problem);
        } else {
            current.getLogger(RiscvProcessor.class).warn(sentence, problem);
        }
    }

    @Override
    public Disassembler disassembler() {
        return new HartText();
    }

    /** Refuses a boot ROM that does not fit. */
    static void checkRom(byte[] rom) {
        check(
                rom.length <= BoardMap.ROM_SIZE,
                "a boot ROM has at most "
                        + BoardMap.ROM_SIZE
                        + " bytes, and this one has "
                        + rom.length);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
