package ft.bench.cpu;

import ft.api.bench.Contestant;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.profile.Launchable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The guest laps on a server of ours.
 *
 * @param command that runs it
 * @param sign what it says when it may be measured; empty for nothing
 * @param target what the pair is meant to reach against it, if it is a reference
 * @param patience until it is warm
 * @param closing gives back what the command needs
 */
record OurLaps(
        String name,
        List<String> command,
        String sign,
        OptionalDouble target,
        LapClock clock,
        WarmUp.Patience patience,
        Runnable closing)
        implements Contestant, Launchable {
    /** What a server says when its systems run in step. */
    static final String IN_STEP = "-> ST4";

    /** Options of a server of one system that says nothing but what the guest says. */
    static final List<String> SINGLE = List.of("--systems", "1", "--quiet");

    /** One system, in a server of one: nothing beside it takes a processor. */
    static OurLaps single(String name, String arguments, LapClock clock) throws VerbException {
        return single(name, Launched.command(run(List.of(), arguments)), clock, () -> {});
    }

    /** The same, on a server of a changed description, which goes with it. */
    static OurLaps single(
            String name, ChangedDescription description, String arguments, LapClock clock)
            throws VerbException {
        List<String> command = Launched.command(run(description.words(), arguments));
        return single(name, command, clock, description::close);
    }

    private static OurLaps single(
            String name, List<String> pair, LapClock clock, Runnable closing) {
        List<String> command = new ArrayList<>(pair);
        command.addAll(SINGLE);
        return new OurLaps(
                name, command, "", OptionalDouble.empty(), clock, WarmUp.Patience.SINGLE, closing);
    }

    /** Words that run the guest on a pair. */
    static String[] run(List<String> before, String arguments) {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("run", "--guest", Laps.GUEST, "--args", arguments));
        return words.toArray(String[]::new);
    }

    /** Boot arguments for laps without an end. */
    static String arguments(Work work, String more) {
        return ("work=" + work.title() + " laps=0 console=0 " + more).strip();
    }

    @Override
    public Sample sample() throws VerbException, InterruptedException {
        try (Child child = new Child("The server", command, Launched.environment())) {
            return clock.take(child, patience, true, sign);
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
