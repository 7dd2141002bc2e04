package ft.console.command;

import ft.api.server.Fault;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** How users write a fault: its kind and what that kind needs. */
public final class FaultSyntax {
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(
                "register",
                new Kind(
                        "register SYSTEM HART REGISTER BIT",
                        "register 1 0 x10 5",
                        "a bit of a register flips",
                        (words, systems) ->
                                new Fault.RegisterFlip(
                                        words.system(systems),
                                        words.number("the hart", 0, Integer.MAX_VALUE),
                                        words.word("the name of a register"),
                                        words.number("the bit", 0, 63))));
        KINDS.put(
                "memory",
                new Kind(
                        "memory SYSTEM ADDRESS BIT",
                        "memory 1 0x80010000 3",
                        "a bit of main storage flips",
                        (words, systems) ->
                                new Fault.MemoryFlip(
                                        words.system(systems),
                                        words.number("the address"),
                                        words.number("the bit", 0, 7))));
        KINDS.put(
                "cpu",
                new Kind(
                        "cpu SYSTEM",
                        "cpu 1",
                        "hardware locates a fault in a CPU subsystem",
                        (words, systems) -> new Fault.CpuFailure(words.system(systems))));
        KINDS.put(
                "crosslink",
                new Kind(
                        "crosslink SYSTEM up|down",
                        "crosslink 1 down",
                        "the crosslink is lost, or returns",
                        (words, systems) ->
                                new Fault.CrosslinkLoss(
                                        words.system(systems),
                                        words.value("the crosslink", Link.class) == Link.UP)));
        KINDS.put(
                "copy",
                new Kind(
                        "copy SYSTEM PAGES",
                        "copy 0 100",
                        "the next copy out of a system fails after a number of pages",
                        (words, systems) ->
                                new Fault.CopyFailure(
                                        words.system(systems),
                                        words.number("the number of pages", 0, 1 << 30))));
    }

    private FaultSyntax() {}

    /** Takes a fault from the words of a command. */
    public static Fault parse(Arguments words, int systems) throws Problem {
        String name = words.word("a kind of fault");
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw new Problem(
                    "There is no fault '"
                            + name
                            + "'; the kinds are "
                            + String.join(", ", KINDS.keySet())
                            + ".");
        }
        return kind.parser.parse(words, systems);
    }

    /** The kinds of faults, how to write them, and an example of each. */
    public static Map<String, Kind> kinds() {
        return KINDS;
    }

    private enum Link {
        UP,
        DOWN
    }

    private interface Parser {
        Fault parse(Arguments words, int systems) throws Problem;
    }

    /** A kind of fault. */
    public static final class Kind {
        private final String usage;
        private final String example;
        private final String description;
        private final Parser parser;

        private Kind(String usage, String example, String description, Parser parser) {
            this.usage = usage;
            this.example = example;
            this.description = description;
            this.parser = parser;
        }

        /** How to write it. */
        public String usage() {
            return usage;
        }

        /** A fault of this kind. */
        public String example() {
            return example;
        }

        /** What happens. */
        public String description() {
            return description;
        }
    }
}
