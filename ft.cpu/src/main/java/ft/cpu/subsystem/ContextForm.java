package ft.cpu.subsystem;

import ft.api.cpu.CpuDescription;
import ft.cpu.context.ContextFields;
import ft.cpu.context.ContextReader;
import ft.cpu.context.ContextWriter;
import java.util.function.Consumer;

/** How a context becomes bytes: its head, and what fits a CPU subsystem of one description. */
final class ContextForm {
    private static final int VERSION = 4;

    private final int magic;
    private final CpuDescription description;
    private final Consumer<ContextFields> content;

    /**
     * With a number of its own for this kind of context.
     *
     * @param content saves or loads what is behind the head
     */
    ContextForm(int magic, CpuDescription description, Consumer<ContextFields> content) {
        this.magic = magic;
        this.description = description;
        this.content = content;
    }

    /** Saves. */
    byte[] capture() {
        ContextWriter writer = new ContextWriter();
        fields(writer);
        return writer.toBytes();
    }

    /** Refuses what does not fit; changes nothing. */
    void check(byte[] context) {
        if (context.length < 4 * Long.BYTES) {
            throw new IllegalArgumentException(
                    "the context has " + context.length + " bytes, which is too short for one");
        }
        ContextReader header = new ContextReader(context);
        if (header.number(0) != magic) {
            throw new IllegalArgumentException("this is not the context of a CPU subsystem");
        }
        long version = header.number(0);
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the context has version " + version + ", not " + VERSION);
        }
        long otherHarts = header.number(0);
        long otherTick = header.number(0);
        // All contexts of one description have one length.
        int length = capture().length;
        if (otherHarts != description.harts()
                || otherTick != description.cyclesPerTick()
                || context.length != length) {
            throw new IllegalArgumentException(
                    String.format(
                            "the context is of %d harts and %d cycles a tick in %d bytes, and this"
                                    + " CPU subsystem has %d, %d and %d",
                            otherHarts,
                            otherTick,
                            context.length,
                            description.harts(),
                            description.cyclesPerTick(),
                            length));
        }
    }

    /** Loads what was checked. */
    void restore(byte[] context) {
        fields(new ContextReader(context));
    }

    private void fields(ContextFields fields) {
        fields.number(magic);
        fields.number(VERSION);
        fields.number(description.harts());
        fields.number(description.cyclesPerTick());
        content.accept(fields);
    }
}
