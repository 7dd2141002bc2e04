package ft.console.demo;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.console.command.Waiting;
import ft.console.run.Machines;
import ft.console.text.Problem;
import ft.console.text.Table;
import ft.console.view.ReportViews;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what the resynchronizations cost, and that the guest noticed none of them. */
final class Proof {
    private final Machines machines;
    private final ServerDescription description;
    private final GuestProgram guest;
    private final String channel;

    Proof(Machines machines, ServerDescription description, GuestProgram guest, String channel) {
        this.machines = machines;
        this.description = description;
        this.guest = guest;
        this.channel = channel;
    }

    void show(Story story) throws Missing, Problem, ServerException, InterruptedException {
        FtServer server = story.server();
        Probe disturbed = Waiting.done(server.probeAt(story.stopped()));
        story.chapter("What it cost");
        story.table(ReportViews.table(server.reports()));

        story.chapter("The proof: the same guest without faults");
        story.say(
                "A server of the same description runs the same guest to clock "
                        + disturbed.clock()
                        + " in one system, with nothing that disturbs it.");
        byte[] output = server.output(channel);
        byte[] goldenOutput;
        Probe golden;
        try (FtServer quiet = machines.create(description)) {
            quiet.guest(guest);
            var held = quiet.probeAt(disturbed.clock());
            Waiting.done(quiet.submit(new Operation.PowerOn(Operation.ALL)));
            golden = Waiting.done(held);
            goldenOutput = quiet.output(channel);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("clock", pair(golden.clock(), disturbed.clock()));
        values.put("instructions retired", pair(golden.retired(), disturbed.retired()));
        values.put("main storage", pair(golden.memory().get(0), disturbed.memory().get(0)));
        values.put("CPU context", pair(golden.context().get(0), disturbed.context().get(0)));
        values.put("output of all devices", pair(golden.output(), disturbed.output()));
        values.put("bytes of it", pair(golden.outputBytes(), disturbed.outputBytes()));
        values.put("bytes on " + channel, pair(goldenOutput.length, output.length));
        Table table = new Table("", "without faults", "this run", "");
        values.forEach(
                (name, pair) ->
                        table.row(
                                name,
                                shorten(pair.get(0)),
                                shorten(pair.get(1)),
                                pair.get(0).equals(pair.get(1)) ? "equal" : "DIFFERENT"));
        story.table(table.toString());
        for (Map.Entry<String, List<String>> value : values.entrySet()) {
            if (!value.getValue().get(0).equals(value.getValue().get(1))) {
                throw new Missing("equal " + value.getKey());
            }
        }
        if (!Arrays.equals(output, goldenOutput)) {
            throw new Missing("equal bytes on " + channel);
        }
        if (disturbed.memory().size() < 2
                || disturbed.memory().stream().distinct().count() > 1
                || disturbed.context().stream().distinct().count() > 1) {
            throw new Missing("two systems that are equal at the end");
        }
        story.say("Byte for byte the same: the guest has noticed nothing.");
    }

    private static List<String> pair(Object golden, Object disturbed) {
        return List.of(String.valueOf(golden), String.valueOf(disturbed));
    }

    private static String shorten(String digest) {
        return digest.length() > 32 ? digest.substring(0, 32) : digest;
    }
}
