package ft.console.command;

import ft.api.fault.FaultKind;
import ft.api.fault.Trigger;
import ft.api.fault.TriggerKind;
import ft.api.server.Operation;
import ft.console.text.Problem;
import ft.console.text.Table;
import ft.console.text.Text;
import java.util.ArrayList;
import java.util.List;

/** How users write a fault, {@code FAULT} or {@code FAULT@TRIGGER}. */
public final class FaultSyntax {
    private static final int WIDTH = 96;

    private FaultSyntax() {}

    /** Reads a fault, and its trigger if there is one. */
    public static Operation.Inject parse(String text, int systems) throws Problem {
        Operation.Inject inject;
        try {
            inject = Operation.Inject.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(e.getMessage() + ".", e);
        }
        if (inject.system() < 0 || inject.system() >= systems) {
            throw new Problem(
                    "There is no system "
                            + inject.system()
                            + "; the last one is #"
                            + (systems - 1)
                            + ".");
        }
        return inject;
    }

    /** The same fault with a clock as its trigger. */
    static Operation.Inject at(Operation.Inject inject, long clock) throws Problem {
        if (!inject.trigger().equals(Trigger.NOW)) {
            throw new Problem(
                    "A fault has one trigger; this one has -at "
                            + clock
                            + " and "
                            + inject.trigger().text()
                            + ".");
        }
        return new Operation.Inject(inject.fault(), new Trigger.AtClock(clock));
    }

    /** All there is to choose from. */
    static String choices() {
        Table faults = new Table("ft:inject ...", "what happens");
        List<String> examples = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            faults.row(kind.usage(), kind.description());
            examples.add(kind.example());
        }
        Table triggers = new Table("...@", "when; at once without it");
        for (TriggerKind kind : TriggerKind.values()) {
            triggers.row(kind.usage(), kind.description());
            if (kind != TriggerKind.NOW) {
                examples.add("register 1 0 x10 5@" + kind.example());
            }
        }
        return faults
                + "\n\n"
                + triggers
                + "\n\nA count of 0 stands for: from now on.\n"
                + Text.wrap("examples  ", "; ", examples, WIDTH);
    }
}
