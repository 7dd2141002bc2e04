package ft.bench.report;

import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.bench.run.Result;
import ft.bench.run.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Every sample as a line of {@value #NAME}, for whoever wants other statistics. */
public final class SamplesFile {
    /** Its name. */
    public static final String NAME = "samples.csv";

    private static final String HEADER =
            "benchmark,unit,kind,contestant,turn,value,wall_ns,processor_ns,result";
    private static final int COLUMNS = 9;

    private SamplesFile() {}

    /** Writes it. */
    public static void write(Path folder, List<Result> results) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        for (Result result : results) {
            for (Taken taken : result.taken()) {
                for (int turn = 0; turn < taken.samples().size(); turn++) {
                    lines.add(line(result, taken, turn));
                }
            }
        }
        Files.write(folder.resolve(NAME), lines);
    }

    private static String line(Result result, Taken taken, int turn) {
        Sample sample = taken.samples().get(turn);
        return String.join(
                ",",
                result.name(),
                plain(result.measure().unit()),
                result.measure().kind().name(),
                plain(taken.name()),
                Integer.toString(turn + 1),
                Double.toString(sample.value()),
                Long.toString(sample.wallNanos()),
                Long.toString(sample.processorNanos()),
                plain(sample.result()));
    }

    private static String plain(String text) {
        return text.replace(',', ';').replace('\n', ' ');
    }

    /** Reads one: what each contestant of each benchmark gave, by benchmark. */
    public static Map<String, Result> read(Path folder) throws IOException {
        Map<String, Map<String, List<Sample>>> samples = new LinkedHashMap<>();
        Map<String, Measure> measures = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(folder.resolve(NAME));
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != COLUMNS) {
                throw new IOException("'" + line + "' is no sample");
            }
            measures.put(cells[0], new Measure(cells[1], Measure.Kind.valueOf(cells[2])));
            samples.computeIfAbsent(cells[0], name -> new LinkedHashMap<>())
                    .computeIfAbsent(cells[3], name -> new ArrayList<>())
                    .add(
                            new Sample(
                                    Double.parseDouble(cells[5]),
                                    Long.parseLong(cells[6]),
                                    Long.parseLong(cells[7]),
                                    cells[8]));
        }
        Map<String, Result> results = new LinkedHashMap<>();
        samples.forEach(
                (name, taken) -> {
                    List<Taken> all = new ArrayList<>();
                    taken.forEach(
                            (contestant, values) ->
                                    all.add(
                                            new Taken(
                                                    contestant,
                                                    OptionalDouble.empty(),
                                                    values,
                                                    Optional.empty())));
                    results.put(
                            name,
                            new Result(name, "", measures.get(name), all, Optional.empty(), false));
                });
        return results;
    }
}
