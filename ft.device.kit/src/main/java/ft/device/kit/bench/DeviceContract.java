package ft.device.kit.bench;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What every device must keep to, as a test. A unit test of a device has one line for it:
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() {
 *     DeviceContract.of(Counter::new).check();
 * }
 * }</pre>
 *
 * <p>The device is put through accesses of every size and value, messages from the host, guest time
 * and pulled boards, all at random from seeds that are always the same. A rule that it breaks is an
 * {@link AssertionError} with what happened, in one sentence. {@link #rules()} gives the rules one
 * by one, for a test of each.
 */
public final class DeviceContract {
    /** Where every offset is tried; beyond, some. */
    private static final long NEAR = 0x1000;

    private static final int[] SIZES = {1, 2, 4, 8};
    private static final long[] VALUES = {0, 1, -1, 0x5555_5555_5555_5555L, 1L << 31, 1L << 63};

    private final Supplier<? extends Device> maker;
    private final Map<String, String> options = new HashMap<>();
    private long window = DeviceBench.WINDOW_SIZE;
    private int stories = 12;
    private int steps = 150;

    /**
     * One rule of the contract.
     *
     * @param name what the device does if it keeps it
     * @param body throws an {@link AssertionError} if it does not
     */
    public record Rule(String name, Runnable body) {
        /** Throws an {@link AssertionError} if the device breaks the rule. */
        public void check() {
            try {
                body.run();
            } catch (RuntimeException e) {
                throw new AssertionError("The device fails: " + e, e);
            }
        }
    }

    private DeviceContract(Supplier<? extends Device> maker) {
        this.maker = maker;
    }

    /**
     * The contract of a device.
     *
     * @param maker makes a device as Declarative Services would; called often
     */
    public static DeviceContract of(Supplier<? extends Device> maker) {
        return new DeviceContract(maker);
    }

    /** Gives the slot an option. */
    public DeviceContract option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** Size of the slot's window in bytes; 0x1000 without it. */
    public DeviceContract window(long bytes) {
        window = bytes;
        return this;
    }

    /**
     * How much is tried.
     *
     * @param seeds number of random stories for each rule, 12 without it
     * @param length things that happen in one, 150 without it
     */
    public DeviceContract effort(int seeds, int length) {
        stories = seeds;
        steps = length;
        return this;
    }

    /** Checks all rules. */
    public void check() {
        rules().forEach(Rule::check);
    }

    /** The rules, one by one. */
    public List<Rule> rules() {
        return List.of(
                new Rule("answers every access of every size", this::answersEveryAccess),
                new Rule("goes on whatever happens", this::goesOn),
                new Rule("goes on without main storage", this::goesOnWithoutMemory),
                new Rule("does the same with the same input", this::isDeterministic),
                new Rule("resets to the same state", this::resets),
                new Rule("names all of its state", this::namesItsState),
                new Rule("tells its state without a change", this::savesWithoutAChange),
                new Rule("names its registers without a change", this::namesWithoutAChange),
                new Rule("gives its node of the device tree", this::givesItsNode),
                new Rule("leaves its slot", this::leaves));
    }

    private DeviceBench bench() {
        try {
            return DeviceBench.of(maker.get(), options, window);
        } catch (DeviceException e) {
            throw new AssertionError("The device refuses its slot: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw failed("attach or reset", e);
        }
    }

    private static AssertionError failed(String what, Throwable cause) {
        return new AssertionError(
                "%s ended with %s; for the guest that is a master abort.".formatted(what, cause),
                cause);
    }

    private void answersEveryAccess() {
        DeviceBench bench = bench();
        for (int size : SIZES) {
            for (long at = 0; at + size <= Math.min(window, NEAR); at += size) {
                run(bench, Step.read(at, size));
                for (long value : VALUES) {
                    run(bench, Step.write(at, size, value));
                }
                run(bench, Step.read(at, size));
            }
            long last = (window - size) / size * size;
            run(bench, Step.read(last, size));
            run(bench, Step.write(last, size, -1));
        }
    }

    private String run(DeviceBench bench, Step step) {
        try {
            return step.run(bench);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw failed(words(bench, step), e);
        }
    }

    /** A step, with the name of the register that it is about. */
    private static String words(DeviceBench bench, Step step) {
        boolean write = step.kind() == Step.Kind.WRITE;
        if (!write && step.kind() != Step.Kind.READ) {
            return step.toString();
        }
        String name = name(bench, step.offset(), write);
        return name.isEmpty() ? step.toString() : step + " (" + name + ")";
    }

    private static String name(DeviceBench bench, long offset, boolean write) {
        try {
            return bench.device().register(offset, write);
        } catch (RuntimeException e) {
            throw failed("register(0x%x, %b)".formatted(offset, write), e);
        }
    }

    /** Offsets of which the device has a name; all of those near if it has no names. */
    private List<Long> places(DeviceBench bench) {
        List<Long> places = new ArrayList<>();
        for (long at = 0; at < Math.min(window, NEAR); at++) {
            if (!name(bench, at, false).isEmpty() || !name(bench, at, true).isEmpty()) {
                places.add(at);
            }
        }
        for (long at = 0; places.isEmpty() && at < Math.min(window, 0x40); at++) {
            places.add(at);
        }
        return places;
    }

    private List<Step> story(long seed) {
        DeviceBench bench = bench();
        List<Long> places = places(bench);
        Random random = new Random(seed);
        List<Step> story = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            story.add(Step.random(random, places, window, bench.channels()));
        }
        return story;
    }

    /** What came of each step, in words. */
    private List<String> tell(DeviceBench bench, List<Step> story) {
        List<String> told = new ArrayList<>();
        for (Step step : story) {
            String gives = run(bench, step);
            List<String> all = new ArrayList<>(bench.takeJournal());
            if (!gives.isEmpty()) {
                all.add(gives);
            }
            all.add(bench.place());
            told.add(String.join("; ", all));
        }
        return told;
    }

    private static void requireSame(
            String rule, DeviceBench bench, List<Step> story, List<String> one, List<String> two) {
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).equals(two.get(i))) {
                throw new AssertionError(
                        "%s: after %d steps, %s: [%s], but [%s] the other time."
                                .formatted(
                                        rule,
                                        i,
                                        words(bench, story.get(i)),
                                        one.get(i),
                                        two.get(i)));
            }
        }
    }

    private void goesOn() {
        for (int seed = 0; seed < stories; seed++) {
            tell(bench(), story(seed));
        }
    }

    private void goesOnWithoutMemory() {
        for (int seed = 0; seed < stories; seed++) {
            DeviceBench bench = bench();
            bench.memoryAnswers(false);
            tell(bench, story(seed));
        }
    }

    private void isDeterministic() {
        for (int seed = 0; seed < stories; seed++) {
            List<Step> story = story(seed);
            DeviceBench bench = bench();
            List<String> first = tell(bench, story);
            List<String> second = tell(bench(), story);
            requireSame(
                    "The same input does not give the same output", bench, story, first, second);
        }
    }

    private void resets() {
        for (int seed = 0; seed < stories; seed++) {
            DeviceBench fresh = bench();
            DeviceBench used = bench();
            tell(used, story(seed));
            long time = 0;
            try {
                used.reset();
                time = used.clock().nanos();
            } catch (RuntimeException e) {
                throw failed("reset", e);
            }
            used.takeJournal();
            fresh.takeJournal();
            requireSameFields(
                    "After a reset the state is not that after power on",
                    FieldList.of(fresh.device()),
                    FieldList.of(used.device()));
            if (!used.place().equals(fresh.place())) {
                throw new AssertionError(
                        "After a reset the slot has [%s], and [%s] after power on."
                                .formatted(used.place(), fresh.place()));
            }
            // The same guest time, so that what shows it shows the same.
            fresh.boundary(time);
            used.boundary();
            List<Step> story = story(seed + stories);
            requireSame(
                    "A device that was reset is not as one after power on",
                    fresh,
                    story,
                    tell(fresh, story),
                    tell(used, story));
        }
    }

    private static void requireSameFields(
            String rule, Map<String, String> one, Map<String, String> two) {
        if (one.equals(two)) {
            return;
        }
        for (Map.Entry<String, String> field : one.entrySet()) {
            String other = two.get(field.getKey());
            if (!field.getValue().equals(other)) {
                throw new AssertionError(
                        "%s: the field %s is %s, not %s."
                                .formatted(rule, field.getKey(), other, field.getValue()));
            }
        }
        throw new AssertionError(
                "%s: it has the fields %s, not %s.".formatted(rule, two.keySet(), one.keySet()));
    }

    private void namesItsState() {
        for (int seed = 0; seed < stories; seed++) {
            List<Step> story = story(seed);
            DeviceBench bench = bench();
            List<String> plain = tell(bench, story);
            DeviceBench moving = bench();
            moving.replaceAtEveryStep(maker);
            List<String> moved = tell(moving, story);
            requireSame(
                    "A new device with the state of the old one is not as the old one, so state"
                            + " does not name everything",
                    bench,
                    story,
                    plain,
                    moved);
        }
    }

    private void savesWithoutAChange() {
        for (int seed = 0; seed < stories; seed++) {
            List<Step> story = story(seed);
            DeviceBench bench = bench();
            List<String> plain = tell(bench, story);
            DeviceBench saved = bench();
            List<String> told = new ArrayList<>();
            for (Step step : story) {
                requireSameFields(
                        "Two savings without an access between them differ",
                        FieldList.of(saved.device()),
                        FieldList.of(saved.device()));
                told.addAll(tell(saved, List.of(step)));
            }
            requireSame("Saving the state changes the device", bench, story, plain, told);
        }
    }

    private void namesWithoutAChange() {
        DeviceBench bench = bench();
        List<Step> story = story(stories);
        for (Step step : story) {
            run(bench, step);
            Map<String, String> before = FieldList.of(bench.device());
            String place = bench.place();
            for (long at = 0; at < Math.min(window, 0x100); at++) {
                name(bench, at, false);
                name(bench, at, true);
            }
            requireSameFields(
                    "Naming registers changes the device", before, FieldList.of(bench.device()));
            if (!bench.place().equals(place)) {
                throw new AssertionError("Naming registers changes the slot.");
            }
        }
    }

    private void givesItsNode() {
        DeviceBench bench = bench();
        try {
            Optional<DeviceTreeNode> node = bench.device().deviceTree();
            if (node.isEmpty()) {
                return;
            }
            byte[] compatible = node.get().properties().get("compatible");
            if (compatible == null || compatible.length == 0) {
                throw new AssertionError(
                        "The node %s has no property compatible, so no driver finds it."
                                .formatted(node.get().name()));
            }
            DeviceTreeNode again = bench.device().deviceTree().orElseThrow();
            if (!again.name().equals(node.get().name())
                    || !Arrays.equals(again.properties().get("compatible"), compatible)) {
                throw new AssertionError("The node of the device tree is not always the same.");
            }
        } catch (RuntimeException e) {
            throw failed("deviceTree", e);
        }
    }

    private void leaves() {
        DeviceBench bench = bench();
        tell(bench, story(1));
        try {
            bench.detach();
        } catch (RuntimeException e) {
            throw failed("detach", e);
        }
        // What it held has been given back, so the next one can have it.
        DeviceBench next = bench();
        next.detach();
    }
}
