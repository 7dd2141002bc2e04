package ft.chipset.server;

import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.chipset.history.Input;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a server's surroundings have answered to its machine, to be answered again. */
final class Answers {
    private final List<GuestProgram> programs;
    private final Map<Moment, Integer> booted = new HashMap<>();
    private final Map<Moment, String> replaced = new HashMap<>();
    private final Set<Moment> withdrawn = new HashSet<>();

    /**
     * Of some inputs.
     *
     * @param programs those that are booted, number 1 first
     */
    Answers(List<GuestProgram> programs, List<Input> inputs) {
        this.programs = List.copyOf(programs);
        for (Input input : inputs) {
            if (input instanceof Input.Booted boot) {
                booted.put(boot.moment(), boot.program());
            } else if (input instanceof Input.Replaced other) {
                replaced.put(other.moment(), other.got());
            } else if (input instanceof Input.Withdrawn gone) {
                withdrawn.add(gone.moment());
            }
        }
    }

    /** The program that was booted; empty if none was, which is another history. */
    Optional<GuestProgram> program(Moment now) {
        return Optional.ofNullable(booted.get(now)).map(number -> programs.get(number - 1));
    }

    /** The strategy that was used; empty if there was none. */
    Optional<String> strategy(Moment now, String asked) {
        return Optional.of(replaced.getOrDefault(now, asked)).filter(name -> !name.isEmpty());
    }

    /** Whether the strategy at work was withdrawn. */
    boolean isWithdrawn(Moment now) {
        return withdrawn.contains(now);
    }
}
