package ft.api.fault;

import java.util.List;

/** The kinds of {@link Trigger}s, and what there is to say about each. */
public enum TriggerKind {
    /** {@link Trigger.Now}. */
    NOW("now", Trigger.Now.class, "at the next boundary", ""),
    /** {@link Trigger.AtClock}; its word is not written. */
    CLOCK("", Trigger.AtClock.class, "when the clock reaches a value", "5000000"),
    /** {@link Trigger.AtInstruction}. */
    INSTRUCTION(
            "instruction",
            Trigger.AtInstruction.class,
            "when a hart has retired a number of instructions",
            "1 0 5000000"),
    /** {@link Trigger.AtAccess}. */
    ACCESS(
            "access",
            Trigger.AtAccess.class,
            "at an access (read, write, any) to a range of addresses",
            "1 write 0x80010000 8 3"),
    /** {@link Trigger.AtDevice}. */
    DEVICE("device", Trigger.AtDevice.class, "at an access to a device", "uart0 10"),
    /** {@link Trigger.AtFrame}. */
    FRAME("frame", Trigger.AtFrame.class, "when a frame is sent over the crosslink", "0 1 100"),
    /** {@link Trigger.AtState}. */
    STATE("state", Trigger.AtState.class, "when a system enters a state", "1 ST5 1"),
    /** {@link Trigger.AtRandom}. */
    RANDOM(
            "random",
            Trigger.AtRandom.class,
            "at a clock that a seed decides, in a window from now on",
            "7 1000000");

    /** How triggers are written. */
    static final Grammar<TriggerKind> GRAMMAR =
            new Grammar<>(
                    "trigger", "it is a clock, or one of", List.of(values()), kind -> kind.form);

    private final RecordText form;
    private final String description;
    private final String example;

    TriggerKind(String word, Class<? extends Record> type, String description, String example) {
        this.form = new RecordText(word, type);
        this.description = description;
        this.example = (word + " " + example).strip();
    }

    /** The short name it is written with; stable; empty for {@link #CLOCK}. */
    public String word() {
        return form.word();
    }

    /** When it strikes, in one line. */
    public String description() {
        return description;
    }

    /** A trigger of this kind, as it is written. */
    public String example() {
        return example;
    }

    /** How it is written: {@code instruction SYSTEM HART INSTRUCTION}. */
    public String usage() {
        return form.usage();
    }

    /** The type of its triggers. */
    public Class<? extends Record> type() {
        return form.type();
    }

    /** The kind of a trigger. */
    public static TriggerKind of(Trigger trigger) {
        return GRAMMAR.kind(trigger);
    }
}
