package ft.cpu.hart;

import ft.api.cpu.Disassembler;
import ft.cpu.decode.Disassembly;
import java.util.List;
import java.util.Locale;

/** What is in a hart, in words. */
public final class HartText implements Disassembler {
    /** In the highest bit of a cause. */
    private static final long INTERRUPT = Long.MIN_VALUE;

    @Override
    public int length(int half) {
        return Disassembly.length(half);
    }

    @Override
    public String text(long pc, int word) {
        return Disassembly.text(pc, word, HartText::csr);
    }

    @Override
    public List<String> written(int word) {
        return Disassembly.written(word, HartText::csr);
    }

    private static String csr(int number) {
        Csr csr = CsrTable.find(number);
        return csr == null ? "0x" + Integer.toHexString(number) : csr.name();
    }

    @Override
    public String cause(long cause) {
        if ((cause & INTERRUPT) == 0) {
            for (Cause each : Cause.values()) {
                if (each.code == cause) {
                    return each.words;
                }
            }
        } else {
            for (Interrupt each : Interrupt.values()) {
                if (each.code == (cause & ~INTERRUPT)) {
                    String words = each.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                    boolean supervisor = (Interrupt.SUPERVISOR & each.bit()) != 0;
                    return (supervisor ? words : "machine " + words) + " interrupt";
                }
            }
        }
        return "cause 0x" + Long.toHexString(cause);
    }

    @Override
    public String privilege(int code) {
        Privilege privilege = Privilege.of(code);
        return privilege == null ? Integer.toString(code) : privilege.name().substring(0, 1);
    }
}
