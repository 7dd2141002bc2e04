package ft.campaign.scenario;

import ft.api.server.Board;
import ft.api.server.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** How actions are written: a word and what it needs, such as {@code pull 1 cpu}. */
final class ActionText {
    private static final Map<String, Function<List<String>, Action>> READERS =
            new LinkedHashMap<>();

    static {
        operation("sync", words -> new Operation.Synchronize(number(words, 0)));
        operation("leave", words -> new Operation.LeaveAsync(number(words, 0)));
        operation("active", words -> new Operation.MakeActive(number(words, 0)));
        operation("isolate", words -> new Operation.Isolate(number(words, 0)));
        operation("reset", words -> new Operation.Reset(number(words, 0)));
        operation("on", words -> new Operation.PowerOn(number(words, 0)));
        operation("off", words -> new Operation.PowerOff(number(words, 0)));
        operation("pull", words -> new Operation.Pull(number(words, 0), board(words)));
        operation("insert", words -> new Operation.Insert(number(words, 0), board(words)));
        operation("select", words -> new Operation.SelectStrategy(0, word(words, 0)));
        operation("configure", words -> new Operation.Configure(word(words, 0), word(words, 1)));
        operation("inject", words -> Operation.Inject.parse(String.join(" ", words)));
        READERS.put("restart", words -> new Action.Restart(word(words, 0), number(words, 1)));
    }

    private ActionText() {}

    private static void operation(String word, Function<List<String>, Operation> reader) {
        READERS.put(word, words -> new Action.Operate(reader.apply(words)));
    }

    /**
     * Reads an action.
     *
     * @throws IllegalArgumentException with one sentence on what is wrong
     */
    static Action parse(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        Function<List<String>, Action> reader = READERS.get(words.get(0));
        if (reader == null) {
            throw new IllegalArgumentException(
                    "Nobody can '"
                            + words.get(0)
                            + "'; there is "
                            + String.join(", ", READERS.keySet()));
        }
        return reader.apply(words.subList(1, words.size()));
    }

    static String write(Action action) {
        if (action instanceof Action.Restart restart) {
            return "restart " + restart.bundle() + " " + restart.boundaries();
        }
        Operation operation = ((Action.Operate) action).operation();
        if (operation instanceof Operation.Inject inject) {
            return "inject " + inject.text();
        } else if (operation instanceof Operation.Pull pull) {
            return "pull " + pull.system() + board(pull.board());
        } else if (operation instanceof Operation.Insert insert) {
            return "insert " + insert.system() + board(insert.board());
        } else if (operation instanceof Operation.SelectStrategy select) {
            return "select " + select.strategy();
        } else if (operation instanceof Operation.Configure configure) {
            return "configure " + configure.option() + " " + configure.value();
        }
        String word =
                operation instanceof Operation.Synchronize
                        ? "sync"
                        : operation instanceof Operation.LeaveAsync
                                ? "leave"
                                : operation instanceof Operation.MakeActive
                                        ? "active"
                                        : operation instanceof Operation.Isolate
                                                ? "isolate"
                                                : operation instanceof Operation.Reset
                                                        ? "reset"
                                                        : operation instanceof Operation.PowerOn
                                                                ? "on"
                                                                : "off";
        return word + " " + operation.system();
    }

    private static String board(Board board) {
        return board == Board.CPU ? "" : " " + board.name().toLowerCase(Locale.ROOT);
    }

    private static Board board(List<String> words) {
        if (words.size() < 2) {
            return Board.CPU;
        }
        try {
            return Board.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "A board is cpu or io, not '" + words.get(1) + "'", e);
        }
    }

    private static String word(List<String> words, int index) {
        if (words.size() <= index) {
            throw new IllegalArgumentException("Something is missing after the action");
        }
        return words.get(index);
    }

    private static int number(List<String> words, int index) {
        String word = word(words, index);
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is no number", e);
        }
    }
}
