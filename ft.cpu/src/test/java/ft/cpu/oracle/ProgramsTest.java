package ft.cpu.oracle;

import static org.assertj.core.api.Assertions.fail;

import ft.cpu.decode.Compressed;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import ft.cpu.translate.Heat;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs made by chance, with loops, calls and jumps, have one history in both engines, whatever
 * disturbs them. {@code -Dft.programs.seeds=1-100000} runs others.
 */
class ProgramsTest {
    private static final String SEEDS = System.getProperty("ft.programs.seeds", "1-40");
    private static final long CYCLES = Long.getLong("ft.programs.cycles", 20_000);

    static LongStream seeds() {
        String[] bounds = SEEDS.split("-");
        long first = Long.parseLong(bounds[0]);
        return LongStream.rangeClosed(first, Long.parseLong(bounds[bounds.length - 1]));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void programsHaveOneHistory(long seed) {
        Program program = ProgramGenerator.program(seed);
        String difference = difference(program);
        if (difference != null) {
            Program least = minimize(program);
            fail("seed %d: %s\n%s", seed, difference, text(least));
        }
    }

    static long executed;

    static String difference(Program program) {
        long seed = program.seed();
        int sample = new int[] {0, 0, 20, 70}[(int) (seed & 3)];
        int rare = (seed & 64) == 0 ? 0 : Heat.ALL_RESUME;
        Heat heat = new Heat(sample, (seed & 4) == 0 ? 1 : 40, 0).withRare(rare);
        boolean disturbed = (seed & 8) != 0;
        try (EnginePair pair = new EnginePair(program, heat, (seed & 48) == 0 ? 64 : 4096)) {
            String difference = pair.run(CYCLES, disturbed);
            executed += pair.executed();
            return difference;
        } catch (RuntimeException problem) {
            return problem + " at " + Arrays.asList(problem.getStackTrace());
        }
    }

    /** Leaves out what it takes nothing of, as long as there is a difference. */
    static Program minimize(Program program) {
        Program least = program;
        for (int size = 256; size > 0; size = size == 1 ? 0 : size / 4) {
            for (int from = program.items().size() - size; from > -size; from -= size) {
                BitSet fewer = (BitSet) least.kept().clone();
                fewer.clear(Math.max(0, from), from + size);
                if (fewer.cardinality() < least.kept().cardinality()) {
                    Program smaller = least.keeping(fewer);
                    if (difference(smaller) != null) {
                        least = smaller;
                    }
                }
            }
        }
        return least;
    }

    static String text(Program program) {
        StringBuilder text = new StringBuilder();
        text.append("mode ").append(program.mode()).append(", harts ").append(program.harts());
        text.append("; ").append(difference(program)).append('\n');
        long[] places = program.places();
        for (int number = program.kept().nextSetBit(0);
                number >= 0;
                number = program.kept().nextSetBit(number + 1)) {
            Item item = program.items().get(number);
            long place = places[number];
            long target =
                    item.reach() == Item.Reach.NONE
                            ? 0
                            : places[Math.min(item.target(), program.items().size())];
            for (int word : item.at(place, target)) {
                int whole = Item.length(word) == 2 ? Compressed.expand(word) : word;
                InstructionForm form = InstructionSet.find(whole);
                text.append(
                        "%6x  %08x  %08x %s\n"
                                .formatted(place, word, whole, form == null ? "?" : form.name()));
                place += Item.length(word);
            }
        }
        return text.toString();
    }

    /**
     * Many seeds, one after the other: first, last, and anything if it is to end at a difference.
     */
    public static void main(String[] arguments) {
        long last = Long.parseLong(arguments[1]);
        for (long seed = Long.parseLong(arguments[0]); seed <= last; seed++) {
            Program program = ProgramGenerator.program(seed);
            String difference = difference(program);
            if (difference != null) {
                System.out.println("SEED " + seed + ": " + difference);
                if (arguments.length > 2) {
                    System.exit(1);
                }
                System.out.println(text(minimize(program)));
            }
            if (seed % 100 == 0) {
                System.out.println(seed + ": " + executed + " instructions");
            }
        }
    }
}
