package ft.chaos.agent;

import ft.api.server.Board;
import ft.api.server.Operation;

/** What an operator can do, in words. */
final class Operations {
    private Operations() {}

    static Operation parse(String text) {
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "on" -> new Operation.PowerOn(Operation.ALL);
            case "off" -> new Operation.PowerOff(Operation.ALL);
            case "pull" -> new Operation.Pull(Integer.parseInt(words[1]), Board.CPU);
            case "insert" -> new Operation.Insert(Integer.parseInt(words[1]), Board.CPU);
            case "reset" -> new Operation.Reset(Integer.parseInt(words[1]));
            case "synchronize" -> new Operation.Synchronize(Integer.parseInt(words[1]));
            case "active" -> new Operation.MakeActive(Integer.parseInt(words[1]));
            case "leave" -> new Operation.LeaveAsync(Integer.parseInt(words[1]));
            case "strategy" -> new Operation.SelectStrategy(0, words[1]);
            case "engine" -> new Operation.Configure("engine", words[1]);
            case "inject" -> Operation.Inject.parse(words[1]);
            default -> throw new IllegalArgumentException("No operation: " + text);
        };
    }
}
