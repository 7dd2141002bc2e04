package ft.cpu.interrupt;

import ft.api.board.BoardMap;
import ft.cpu.context.ContextFields;
import java.util.Arrays;

/**
 * Platform level interrupt controller (RISC-V PLIC specification): gateways of level-triggered
 * sources, and two contexts a hart, 2<i>h</i> for machine and 2<i>h</i>+1 for supervisor mode.
 */
public final class Plic {
    /** Number of the machine-mode context of hart 0; contexts of a hart are neighbours. */
    public static final int CONTEXTS_PER_HART = 2;

    private static final int SOURCES = BoardMap.PLIC_SOURCES + 1;
    private static final int WORDS = (SOURCES + 31) / 32;
    private static final int PENDING = 0x1000;
    private static final int ENABLE = 0x2000;
    private static final int ENABLE_STRIDE = 0x80;
    private static final int CONTEXT = 0x200000;
    private static final int CONTEXT_STRIDE = 0x1000;
    private static final int HIGHEST_PRIORITY = 7;

    private final int contexts;
    private final boolean[] level = new boolean[SOURCES];
    private final boolean[] pending = new boolean[SOURCES];
    private final boolean[] inService = new boolean[SOURCES];
    private final int[] priority = new int[SOURCES];
    private final int[][] enable;
    private final int[] threshold;
    private final boolean[] output;

    /** A PLIC for some harts. */
    public Plic(int harts) {
        contexts = CONTEXTS_PER_HART * harts;
        enable = new int[contexts][WORDS];
        threshold = new int[contexts];
        output = new boolean[contexts];
    }

    /** Power-on reset. */
    public void reset() {
        Arrays.fill(level, false);
        Arrays.fill(pending, false);
        Arrays.fill(inService, false);
        Arrays.fill(priority, 0);
        Arrays.fill(threshold, 0);
        for (int[] words : enable) {
            Arrays.fill(words, 0);
        }
        update();
    }

    /** Level of the interrupt that a context signals to its hart. */
    public boolean output(int context) {
        return output[context];
    }

    /** Sets the level of a source. */
    public void interrupt(int source, boolean newLevel) {
        if (source < 1 || source >= SOURCES) {
            throw new IllegalArgumentException(
                    "interrupt source " + source + " is not 1 to " + BoardMap.PLIC_SOURCES);
        }
        level[source] = newLevel;
        openGateway(source);
        update();
    }

    /** Reads a register of 32 bits; an offset with none reads as 0. */
    public int read(int offset) {
        if (offset < PENDING) {
            int source = offset >> 2;
            return source < SOURCES ? priority[source] : 0;
        }
        if (offset < ENABLE) {
            return word(pending, offset - PENDING >> 2);
        }
        if (offset < CONTEXT) {
            int context = (offset - ENABLE) / ENABLE_STRIDE;
            int word = (offset - ENABLE) % ENABLE_STRIDE >> 2;
            return context < contexts && word < WORDS ? enable[context][word] : 0;
        }
        int context = (offset - CONTEXT) / CONTEXT_STRIDE;
        if (context >= contexts) {
            return 0;
        }
        return switch ((offset - CONTEXT) % CONTEXT_STRIDE) {
            case 0 -> threshold[context];
            case 4 -> claim(context);
            default -> 0;
        };
    }

    /** Writes a register of 32 bits; a write to an offset with none is dropped. */
    public void write(int offset, int value) {
        if (offset < PENDING) {
            int source = offset >> 2;
            if (source > 0 && source < SOURCES) {
                priority[source] = value & HIGHEST_PRIORITY;
            }
        } else if (offset >= CONTEXT) {
            int context = (offset - CONTEXT) / CONTEXT_STRIDE;
            if (context < contexts) {
                writeContext(context, (offset - CONTEXT) % CONTEXT_STRIDE, value);
            }
        } else if (offset >= ENABLE) {
            int context = (offset - ENABLE) / ENABLE_STRIDE;
            int word = (offset - ENABLE) % ENABLE_STRIDE >> 2;
            if (context < contexts && word < WORDS) {
                // There is no source 0.
                enable[context][word] = word == 0 ? value & ~1 : value;
            }
        }
        update();
    }

    /** Saves or loads the state. */
    public void context(ContextFields fields) {
        for (int source = 0; source < SOURCES; source++) {
            level[source] = fields.flag(level[source]);
            pending[source] = fields.flag(pending[source]);
            inService[source] = fields.flag(inService[source]);
            priority[source] = (int) fields.number(priority[source]);
        }
        for (int context = 0; context < contexts; context++) {
            threshold[context] = (int) fields.number(threshold[context]);
            for (int word = 0; word < WORDS; word++) {
                enable[context][word] = (int) fields.number(enable[context][word]);
            }
        }
        update();
    }

    private void writeContext(int context, int register, int value) {
        if (register == 0) {
            threshold[context] = value & HIGHEST_PRIORITY;
        } else if (register == 4
                && value > 0
                && value < SOURCES
                && (enable[context][value >> 5] & 1 << value) != 0) {
            inService[value] = false;
            openGateway(value);
        }
    }

    private int claim(int context) {
        int source = best(context, 0);
        if (source != 0) {
            pending[source] = false;
            inService[source] = true;
            update();
        }
        return source;
    }

    // A level-triggered gateway lets one request through until its completion.
    private void openGateway(int source) {
        if (level[source] && !inService[source]) {
            pending[source] = true;
        }
    }

    private void update() {
        for (int context = 0; context < contexts; context++) {
            output[context] = best(context, threshold[context]) != 0;
        }
    }

    // The lowest source among those of the highest priority above a threshold; 0 if none.
    private int best(int context, int above) {
        int best = 0;
        int highest = above;
        for (int source = 1; source < SOURCES; source++) {
            if (pending[source]
                    && priority[source] > highest
                    && (enable[context][source >> 5] & 1 << source) != 0) {
                best = source;
                highest = priority[source];
            }
        }
        return best;
    }

    private static int word(boolean[] flags, int word) {
        int bits = 0;
        for (int bit = 0; bit < 32 && word * 32 + bit < flags.length; bit++) {
            bits |= flags[word * 32 + bit] ? 1 << bit : 0;
        }
        return bits;
    }
}
