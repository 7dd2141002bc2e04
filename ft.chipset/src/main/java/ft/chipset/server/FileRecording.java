package ft.chipset.server;

import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.api.history.Recording;
import ft.chipset.history.Input;
import ft.chipset.record.RecordHead;
import ft.chipset.record.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes down what happens to a server. A record that cannot be written disturbs no server. */
final class FileRecording implements Recording, HistoryListener {
    /** Guest time between two check marks, in cycles. */
    private static final long MARK_EVERY = 1 << 22;

    private static final long LOOK_EVERY_MILLIS = 10;
    private static final int MOST_LOOKS = 500;

    private final Path file;
    private final RecordWriter out;
    private final HostDesk desk;
    private final Standstill standstill;
    private int programs;
    private Moment marked = Moment.BEGINNING;
    private Moment written = Moment.BEGINNING;
    private boolean ending;
    private boolean ended;
    private long inputs;
    private String problem = "";

    /** Looks whether a server stands still. */
    @FunctionalInterface
    interface Standstill {
        /** How it is, if it stands still. */
        Optional<Operator.Standing> look();
    }

    private interface Line {
        void write() throws IOException;
    }

    /**
     * Begins a record.
     *
     * @throws IOException when the file cannot be written
     */
    FileRecording(Path file, RecordHead head, HostDesk desk, Standstill standstill)
            throws IOException {
        this.file = file;
        this.desk = desk;
        this.standstill = standstill;
        out = new RecordWriter(file, head);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public synchronized long inputs() {
        return inputs;
    }

    @Override
    public synchronized Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    @Override
    public synchronized void input(Input input) {
        write(
                () -> {
                    if (input.moment().pause() > 0) {
                        mark(); // what happens in a pause may clear what devices have sent
                    }
                    if (input instanceof Input.Booted booted) {
                        program(booted.program());
                    }
                    out.input(input);
                    written = input.moment();
                    inputs++;
                });
    }

    private void program(int number) throws IOException {
        List<GuestProgram> known = desk.programs();
        while (programs < number) {
            out.program(known.get(programs++));
        }
    }

    @Override
    public synchronized void boundary(Moment moment) {
        boolean due =
                moment.boot() != marked.boot()
                        || moment.clock() / MARK_EVERY > marked.clock() / MARK_EVERY;
        if (due || ending) {
            write(this::mark);
        }
        if (ending) {
            end(moment, Optional.empty());
        }
    }

    /** Of the last boundary, unless it has one, or the service was lost at a later one. */
    private void mark() throws IOException {
        Moment last = desk.history().boundary();
        if (last.compareTo(marked) > 0 && last.compareTo(written) >= 0) {
            marked = last;
            written = last;
            out.mark(desk.history().mark());
        }
    }

    private void write(Line line) {
        if (ended) {
            return;
        }
        try {
            line.write();
        } catch (IOException e) {
            problem =
                    "The record "
                            + file
                            + " ends at "
                            + desk.history().moment()
                            + ", because it cannot be written: "
                            + e.getMessage();
            System.getLogger("ft.chipset").log(System.Logger.Level.WARNING, problem);
            finish();
        }
    }

    private void end(Moment moment, Optional<Operator.Standing> standing) {
        write(
                () -> {
                    if (standing.isPresent()) {
                        mark();
                    }
                    out.end(moment, standing.flatMap(Operator.Standing::probe));
                });
        finish();
    }

    private void finish() {
        if (ended) {
            return;
        }
        ended = true;
        desk.history().remove(this);
        try {
            out.close();
        } catch (IOException e) {
            problem = "The record " + file + " may lack its end: " + e.getMessage();
        }
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Of a server that runs, the record ends at its next boundary. */
    @Override
    public void close() {
        try {
            for (int looks = 0; !hasEnded() && looks < MOST_LOOKS; looks++) {
                Optional<Operator.Standing> standing = standstill.look();
                synchronized (this) {
                    ending = true;
                    if (standing.isPresent()) {
                        end(standing.get().moment(), standing);
                    } else if (!ended) {
                        wait(LOOK_EVERY_MILLIS);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            finish(); // of a server that does not answer any more
        }
    }
}
