package ft.api.cpu;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What the codes of a processor mean, for people; see {@link CpuSubsystemFactory#disassembler}. */
@ProviderType
public interface Disassembler {
    /** Knows nothing: instructions are words, causes are numbers. */
    Disassembler NONE =
            new Disassembler() {
                @Override
                public int length(int half) {
                    return Integer.BYTES;
                }

                @Override
                public String text(long pc, int word) {
                    return String.format(".4byte 0x%x", word);
                }

                @Override
                public List<String> written(int word) {
                    return List.of();
                }

                @Override
                public String cause(long cause) {
                    return "cause 0x" + Long.toHexString(cause);
                }

                @Override
                public String privilege(int code) {
                    return Integer.toString(code);
                }
            };

    /**
     * Bytes of an instruction.
     *
     * @param half its first 16 bits
     */
    int length(int half);

    /**
     * An instruction as an assembler has it.
     *
     * @param pc its address
     * @param word its bits
     */
    String text(long pc, int word);

    /** Registers that an instruction writes, by the names of {@link CpuSubsystem#registerNames}. */
    List<String> written(int word);

    /**
     * A cause of a trap in words.
     *
     * @param cause with the highest bit set for an interrupt
     */
    String cause(long cause);

    /**
     * A privilege mode in a word.
     *
     * @param code as {@link ExecutionView#privilege} gives it
     */
    String privilege(int code);
}
