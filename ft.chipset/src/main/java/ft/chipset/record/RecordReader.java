package ft.chipset.record;

import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.api.server.ServerException;
import ft.chipset.history.Input;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a record. One that ends in the middle is read up to there. */
public final class RecordReader {
    static final String MAGIC = "ft-record";
    static final int VERSION = 1;

    private final Path file;
    private final BufferedReader lines;
    private final Map<String, String> bundles = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> slots = new ArrayList<>();
    private final Map<String, RecordContent.Content> disks = new LinkedHashMap<>();
    private final List<GuestProgram> programs = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<CheckMark> marks = new ArrayList<>();
    private final List<String> memory = new ArrayList<>();
    private final List<String> context = new ArrayList<>();
    private Moment end = Moment.BEGINNING;
    private boolean begun;
    private boolean ended;
    private long number;

    private RecordReader(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws ServerException with one sentence when there is none, or it is no record, of another
     *     version or damaged
     */
    public static RecordContent read(Path file) throws ServerException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return new RecordReader(file, lines).read();
        } catch (NoSuchFileException e) {
            throw new ServerException("There is no record " + file, e);
        } catch (IOException e) {
            throw new ServerException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private RecordContent read() throws IOException, ServerException {
        head();
        try {
            for (String line = next(); line != null && !ended; line = next()) {
                take(Words.of(line));
            }
        } catch (Truncated e) {
            // What is missing is the rest of a program, which nobody has booted.
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ServerException(
                    String.format(
                            "%s is damaged: line %d is none of a record (%s)",
                            file, number, e.getMessage()),
                    e);
        }
        if (!begun) {
            throw new ServerException(
                    file + " ends before the server that was recorded is described");
        }
        return new RecordContent(
                bundles, options, slots, disks, programs, inputs, marks, end, memory, context,
                !ended);
    }

    private void head() throws IOException, ServerException {
        char[] magic = new char[MAGIC.length() + 1];
        int length = lines.read(magic, 0, magic.length);
        if (length < magic.length || !(MAGIC + " ").equals(new String(magic))) {
            throw new ServerException(file + " is no record of a server");
        }
        String first = next();
        String version = first == null ? "" : first.split(" ", 2)[0];
        if (!version.equals(Integer.toString(VERSION))) {
            throw new ServerException(
                    String.format(
                            "%s is a record of version %s, and this program reads version %d",
                            file, version, VERSION));
        }
    }

    /** The end of the file in the middle of something. */
    private static final class Truncated extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A whole line; null at the end. */
    private String next() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = lines.read(); each >= 0; each = lines.read()) {
            if (each == '\n') {
                number++;
                return line.toString();
            }
            line.append((char) each);
        }
        return null; // of a line without an end nobody knows how it goes on
    }

    private Blob.Parts blob() throws IOException {
        Blob.Parts parts = new Blob.Parts();
        String line;
        do {
            line = next();
            if (line == null) {
                throw new Truncated();
            }
        } while (parts.take(line));
        return parts;
    }

    private void take(List<String> words) throws IOException {
        String what = words.get(0);
        if (!begun) {
            describe(what, words);
            return;
        }
        if (what.equals("program")) {
            programs.add(
                    new GuestProgram(
                            words.get(1),
                            blob().bytes(),
                            words.get(2),
                            blob().bytes(),
                            blob().bytes()));
            return;
        }
        Moment moment =
                new Moment(
                        Integer.parseInt(words.get(1)),
                        Long.parseLong(words.get(2)),
                        Integer.parseInt(words.get(3)));
        if (moment.compareTo(end) < 0) {
            throw new IllegalArgumentException("it goes back in time");
        }
        List<String> rest = words.subList(4, words.size());
        switch (what) {
            case "mark" -> marks.add(mark(moment, rest));
            case "end" -> end(rest);
            default -> inputs.add(input(what, moment, rest));
        }
        end = moment;
    }

    private void describe(String what, List<String> words) throws IOException {
        switch (what) {
            case "bundle" -> bundles.put(words.get(1), words.get(2));
            case "option" -> options.put(words.get(1), words.get(2));
            case "slot" -> slots.add(words.get(1));
            case "disk" -> disks.put(words.get(1), blob()::unpack);
            case "begin" -> begun = true;
            default -> throw new IllegalArgumentException("there is no " + what);
        }
    }

    private Input input(String what, Moment moment, List<String> words) {
        return switch (what) {
            case "do" -> new Input.Ordered(moment, OperationText.parse(words));
            case "in" ->
                    new Input.Entered(
                            moment,
                            Integer.parseInt(words.get(0)),
                            words.get(1),
                            words.get(2),
                            Words.bytes(words.get(3)));
            case "plug" ->
                    new Input.Plugged(
                            moment,
                            Integer.parseInt(words.get(0)),
                            words.get(1),
                            words.get(2),
                            words.get(3));
            case "boot" -> booted(moment, Integer.parseInt(words.get(0)));
            case "replaced" -> new Input.Replaced(moment, words.get(0), words.get(1));
            case "withdrawn" -> new Input.Withdrawn(moment, words.get(0));
            default -> throw new IllegalArgumentException("there is no " + what);
        };
    }

    private Input booted(Moment moment, int program) {
        if (program < 1 || program > programs.size()) {
            throw new IllegalArgumentException("there is no program " + program);
        }
        return new Input.Booted(moment, program);
    }

    private static CheckMark mark(Moment moment, List<String> words) {
        return new CheckMark(
                moment,
                Long.parseLong(words.get(0)),
                Long.parseUnsignedLong(words.get(1), 16),
                words.get(2),
                Long.parseLong(words.get(3)));
    }

    private void end(List<String> words) {
        for (String word : words) {
            String[] digest = word.split("=", 2);
            (digest[0].equals("memory") ? memory : context).add(digest[1]);
        }
        ended = true;
    }
}
