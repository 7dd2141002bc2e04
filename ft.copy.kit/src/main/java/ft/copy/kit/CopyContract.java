package ft.copy.kit;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.copy.MemoList;
import ft.api.resync.CopyAbortedException;
import ft.api.resync.CopyScope;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every copy strategy must keep to, as a test:
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() {
 *     CopyContract.of(OnePass::new).check();
 * }
 * }</pre>
 *
 * <p>The strategy brings memories of several sizes over, while guests that write nothing, little
 * and much run, from seeds that are always the same. A rule that it breaks is an {@link
 * AssertionError} with one sentence. {@link #rules()} gives the rules one by one, for a test of
 * each.
 */
public final class CopyContract {
    private static final int SEEDS = 4;

    /** Pages and their sizes; a server may have any power of two from 256 to 65,536. */
    private static final int[][] SIZES = {{1, 256}, {7, 65_536}, {40, 4096}, {300, 256}};

    /** Writes of the guest between two units of work. */
    private static final int[] LOADS = {0, 1, 50};

    private final Supplier<? extends CopyStrategy> maker;

    /**
     * One rule of the contract.
     *
     * @param name what the strategy does if it keeps it
     * @param body throws an {@link AssertionError} if it does not
     */
    public record Rule(String name, Runnable body) {
        /** Throws an {@link AssertionError} if the strategy breaks the rule. */
        public void check() {
            try {
                body.run();
            } catch (RuntimeException e) {
                throw new AssertionError("The strategy fails: " + e, e);
            }
        }
    }

    private CopyContract(Supplier<? extends CopyStrategy> maker) {
        this.maker = maker;
    }

    /**
     * The contract of a strategy.
     *
     * @param maker makes a strategy as Declarative Services would
     */
    public static CopyContract of(Supplier<? extends CopyStrategy> maker) {
        return new CopyContract(maker);
    }

    /** Checks all rules. */
    public void check() {
        rules().forEach(Rule::check);
    }

    /** The rules, one by one. */
    public List<Rule> rules() {
        return List.of(
                new Rule("brings all of main storage over", () -> bringsOver(CopyScope.FULL)),
                new Rule("brings over what the trace names", () -> bringsOver(CopyScope.PARTIAL)),
                new Rule("lets a lost link end it", this::letsItEnd),
                new Rule("can be closed at any time", this::canBeClosed),
                new Rule("keeps its sessions apart", this::keepsSessionsApart),
                new Rule("tells what it does", this::tells));
    }

    private void bringsOver(CopyScope scope) {
        for (int[] size : SIZES) {
            for (int load : LOADS) {
                for (int seed = 0; seed < SEEDS; seed++) {
                    CopyStrategy strategy = maker.get();
                    CopyBench bench = new CopyBench(size[0], size[1], scope, seed);
                    bench.open(strategy);
                    whole(strategy, bench, load);
                }
            }
        }
    }

    private static void whole(CopyStrategy strategy, CopyBench bench, int load) {
        bench.online(() -> bench.writeSome(load));
        bench.stopped();
        BitSet missed = bench.differing();
        missed.andNot(bench.guarded());
        if (!missed.isEmpty() && !strategy.repairs()) {
            throw new AssertionError(
                    "After the stop page %d of %d differs, and is not guarded (%s, %d writes a unit of work)."
                            .formatted(missed.nextSetBit(0), bench.pages(), bench.scope(), load));
        }
        bench.duplicated(() -> bench.writeSome(load));
        // What is still guarded is compared before anybody uses it.
        BitSet differing = bench.differing();
        differing.andNot(bench.guarded());
        if (!differing.isEmpty()) {
            throw new AssertionError(
                    "At the end page %d of %d differs (%s, %d writes a unit of work)."
                            .formatted(
                                    differing.nextSetBit(0), bench.pages(), bench.scope(), load));
        }
        bench.close();
    }

    private void letsItEnd() {
        for (CopyScope scope : CopyScope.values()) {
            for (int operations : new int[] {0, 1, 5, 17, 45, 70, 110}) {
                CopyStrategy strategy = maker.get();
                CopyBench bench = new CopyBench(40, 256, scope, operations);
                bench.loseLinkAfter(operations);
                try {
                    bench.open(strategy);
                    whole(strategy, bench, 1);
                } catch (CopyAbortedException e) {
                    // As it should be.
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "The strategy goes on although the link was lost after %d operations: %s"
                                    .formatted(operations, e.getMessage()),
                            e);
                }
                if (bench.session() != null) {
                    bench.close();
                }
            }
        }
    }

    private void canBeClosed() {
        for (int units = 0; units < 100; units += 9) {
            CopyBench bench = new CopyBench(20, 256, CopyScope.FULL, units);
            bench.open(maker.get());
            int[] left = {units};
            try {
                bench.online(() -> leave(left));
                bench.stopped(() -> leave(left));
                bench.duplicated(() -> leave(left));
            } catch (Leaving e) {
                // Closed in the middle of a phase.
            }
            bench.close();
        }
    }

    private static void leave(int[] left) {
        if (left[0]-- == 0) {
            throw new Leaving();
        }
    }

    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void keepsSessionsApart() {
        CopyStrategy strategy = maker.get();
        CopyBench alone = new CopyBench(30, 256, CopyScope.FULL, 1);
        alone.open(strategy);
        whole(strategy, alone, 1);

        CopyBench one = new CopyBench(30, 256, CopyScope.FULL, 1);
        CopyBench other = new CopyBench(50, 4096, CopyScope.PARTIAL, 2);
        one.open(strategy);
        other.open(strategy);
        other.online(() -> other.writeSome(3));
        whole(strategy, one, 1);
        other.stopped();
        other.duplicated(() -> other.writeSome(3));
        other.close();
        if (!one.journal().equals(alone.journal())) {
            throw new AssertionError(
                    "A session does something else when there is another one beside it.");
        }
    }

    private void tells() {
        CopyStrategy strategy = maker.get();
        String description = strategy.description();
        if (description == null || description.isBlank() || description.contains("\n")) {
            throw new AssertionError("The description is one line for users: " + description);
        }
        CopyBench bench = new CopyBench(30, 256, CopyScope.FULL, 3);
        bench.open(strategy);
        CopySession session = bench.session();
        Runnable look =
                () -> {
                    session.figures().forEach(CopyContract::requireFigure);
                    for (MemoList list : session.lists()) {
                        if (list.pages().length() > bench.pages()) {
                            throw new AssertionError(
                                    "The list %s has pages that main storage has not."
                                            .formatted(list.name()));
                        }
                    }
                };
        look.run();
        bench.online(look);
        bench.stopped(look);
        bench.duplicated(look);
        look.run();
        bench.close();
    }

    private static void requireFigure(String name, Long value) {
        if (name.isBlank() || value == null) {
            throw new AssertionError(
                    "A figure has a name and a number: %s=%s".formatted(name, value));
        }
    }
}
