package ft.debug.gdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What {@code monitor} can do. */
final class Monitor {
    private record Command(String usage, String help, Function<String, String> action) {}

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Memory memory = new Memory();
    private final WriteGuard guard;

    /**
     * Of a system.
     *
     * @param reversal what goes back in time, if anything does
     * @param status what is to be said of it, line by line
     */
    Monitor(WriteGuard guard, Optional<Reversal> reversal, Supplier<List<String>> status) {
        this.guard = guard;
        add("help", "", "lists what there is", none -> help());
        add(
                "status",
                "",
                "the systems of the server, and what this debugger may do",
                none -> {
                    StringBuilder text = new StringBuilder();
                    status.get().forEach(line -> text.append(line).append('\n'));
                    text.append(
                            String.format(
                                    "addresses are %s; writes are %s\n",
                                    memory.isPhysical() ? "physical" : "those of the hart",
                                    writes()));
                    return text.toString();
                });
        add(
                "write",
                " on|off",
                "lets you change registers and memory of one system of a pair",
                word -> onOff(word, guard::lift, "Writes are " + writesWhen(word) + "."));
        reversal.ifPresent(
                back ->
                        add(
                                "past",
                                " on|off",
                                "keeps the past of the server, so that one can step backwards",
                                word -> past(back, word)));
        add(
                "physical",
                " on|off",
                "takes addresses as physical ones, or as those of the hart",
                word ->
                        onOff(
                                word,
                                memory::physical,
                                "Addresses are "
                                        + (word.equals("on")
                                                ? "physical."
                                                : "those of the hart.")));
    }

    Memory memory() {
        return memory;
    }

    private void add(String name, String usage, String help, Function<String, String> action) {
        commands.put(name, new Command(name + usage, help, action));
    }

    private String writes() {
        return writesWhen(guard.isLifted() ? "on" : "off");
    }

    private static String writesWhen(String word) {
        return word.equals("on")
                ? "carried out, and the comparators see what they do to a pair"
                : "refused while the system is one of a pair";
    }

    private interface Switch {
        void set(boolean on);
    }

    private static String past(Reversal back, String word) {
        return word.equals("on") || word.equals("off")
                ? back.keep(word.equals("on")) + "\n"
                : neither(word);
    }

    private static String neither(String word) {
        return "It is on or off, not '" + word + "'.\n";
    }

    private static String onOff(String word, Switch what, String done) {
        if (!word.equals("on") && !word.equals("off")) {
            return neither(word);
        }
        what.set(word.equals("on"));
        return done + "\n";
    }

    private String help() {
        StringBuilder text = new StringBuilder();
        for (Command command : commands.values()) {
            text.append(String.format("monitor %-16s %s\n", command.usage, command.help));
        }
        return text.toString();
    }

    /** The answer to a command. */
    String answer(String line) {
        String[] words = line.strip().split("\\s+", 2);
        Command command = commands.get(words[0]);
        if (command == null) {
            return "There is no '" + words[0] + "' here; 'monitor help' lists what there is.\n";
        }
        return command.action.apply(words.length > 1 ? words[1] : "");
    }
}
