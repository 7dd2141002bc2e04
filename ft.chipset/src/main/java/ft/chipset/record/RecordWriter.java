package ft.chipset.record;

import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.api.server.Probe;
import ft.chipset.history.Input;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a record, a line for each thing that happened, all of it in the file when a method
 * returns. {@link RecordReader} reads it.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public final class RecordWriter implements Closeable {
    private final OutputStream out;

    /**
     * Begins a record.
     *
     * @throws IOException when the file cannot be written, or a disk not be read
     */
    public RecordWriter(Path file, RecordHead head) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), Blob.CHUNK);
        try {
            write(head);
            out.flush();
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    private void write(RecordHead head) throws IOException {
        line(RecordReader.MAGIC, RecordReader.VERSION, head.made());
        for (Map.Entry<String, String> bundle : head.bundles().entrySet()) {
            line("bundle", bundle.getKey(), bundle.getValue());
        }
        for (Map.Entry<String, String> option : head.options().entrySet()) {
            line("option", option.getKey(), option.getValue());
        }
        for (String slot : head.slots()) {
            line("slot", slot);
        }
        for (Map.Entry<String, Path> disk : head.disks().entrySet()) {
            try (InputStream content = Files.newInputStream(disk.getValue())) {
                line("disk", disk.getKey());
                Blob.write(content, out);
            }
        }
        line("begin");
    }

    /** A program that is booted from here on; numbers count from 1. */
    public void program(GuestProgram program) throws IOException {
        line("program", program.name(), program.arguments());
        for (byte[] part : new byte[][] {program.image(), program.sbi(), program.initrd()}) {
            Blob.write(new ByteArrayInputStream(part), out);
        }
        out.flush();
    }

    /** Something took effect. */
    public void input(Input input) throws IOException {
        if (input instanceof Input.Ordered ordered) {
            line("do", input.moment(), OperationText.words(ordered.operation()).toArray());
        } else if (input instanceof Input.Entered in) {
            line("in", in.moment(), in.io(), in.slot(), in.channel(), Words.text(in.data()));
        } else if (input instanceof Input.Plugged plug) {
            line("plug", plug.moment(), plug.io(), plug.slot(), plug.device(), plug.bundle());
        } else if (input instanceof Input.Booted booted) {
            line("boot", booted.moment(), booted.program());
        } else if (input instanceof Input.Replaced replaced) {
            line("replaced", replaced.moment(), replaced.asked(), replaced.got());
        } else if (input instanceof Input.Withdrawn withdrawn) {
            line("withdrawn", withdrawn.moment(), withdrawn.strategy());
        }
        out.flush();
    }

    /** The history has come to this. */
    public void mark(CheckMark mark) throws IOException {
        line("mark", mark.moment(), words(mark));
        out.flush();
    }

    /**
     * The record ends.
     *
     * @param moment where the server stands
     * @param probe digests of memory and contexts, if it stands still
     */
    public void end(Moment moment, Optional<Probe> probe) throws IOException {
        List<Object> digests = new ArrayList<>();
        if (probe.isPresent()) {
            probe.get().memory().forEach(digest -> digests.add("memory=" + digest));
            probe.get().context().forEach(digest -> digests.add("context=" + digest));
        }
        line("end", moment, digests.toArray());
        out.flush();
    }

    private static Object[] words(CheckMark mark) {
        return new Object[] {
            mark.retired(), Long.toHexString(mark.bus()), mark.output(), mark.outputBytes()
        };
    }

    private void line(String what, Moment moment, Object... rest) throws IOException {
        List<Object> words = new ArrayList<>();
        words.add(what);
        words.add(moment.boot());
        words.add(moment.clock());
        words.add(moment.pause());
        words.addAll(List.of(rest));
        text(Words.line(words.toArray()));
    }

    private void line(Object... words) throws IOException {
        text(Words.line(words));
    }

    private void text(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
