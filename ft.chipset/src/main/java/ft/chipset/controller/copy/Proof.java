package ft.chipset.controller.copy;

import ft.api.state.StateEvent;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.view.Reports;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;

/**
 * The proof that both sides are equal, before they are in Online sync: main storage (T114, T126)
 * and contexts, and bus signatures until both have been compared.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Proof {
    private final CopyHardware hardware;
    private final EventDesk events;
    private final Journal journal;
    private final Reports reports;
    private final ResyncLedger ledger;
    private final int destination;
    private final boolean again;

    /** The check of main storage, or null before it begins. */
    private MemoryCheck memory;

    private boolean over;

    Proof(
            CopyHardware hardware,
            Outlets outlets,
            Reports reports,
            Occasion occasion,
            ResyncLedger ledger) {
        this.hardware = hardware;
        this.reports = reports;
        this.ledger = ledger;
        events = outlets.events();
        journal = outlets.journal();
        destination = occasion.destination();
        again = occasion.again();
    }

    /** What was checked counts no more. */
    void forget() {
        memory = null;
        over = false;
    }

    /** Whether it is known that both are equal, or that they are not. */
    boolean isOver() {
        return over;
    }

    double progress() {
        return memory.progress();
    }

    /** At each boundary: looks whether both sides have done the same since the last one. */
    void watch() {
        if (!over && signaturesDiffer()) {
            // The walk of list 35 may have come too late for a page that was read meanwhile (R8).
            different("bus signatures differ during the check");
        }
    }

    /** The share of this boundary. */
    void work(Bandwidth bandwidth) {
        if (memory == null) {
            journal.step(again ? "T126" : "T114", hardware.id(), "check of main storage begins");
            journal.step(again ? "T221" : "T210", destination, "check of main storage begins");
            memory = new MemoryCheck(hardware, destination);
        }
        while (bandwidth.isLeft() && !memory.isComplete()) {
            bandwidth.use(memory.step(bandwidth.left()));
            if (memory.difference() >= 0) {
                long address = hardware.memory().addressOf(memory.difference());
                different(String.format("main storage differs at 0x%x", address));
                return;
            }
        }
        if (memory.isComplete()) {
            ledger.checked(memory.pages());
            compareContexts();
        }
    }

    private boolean signaturesDiffer() {
        return hardware.side().description().busComparator()
                && reports.of(destination).signature != reports.of(hardware.id()).signature;
    }

    private void compareContexts() {
        if (!memory.contextsEqual()) {
            different("CPU contexts differ");
            return;
        }
        over = true;
        String text = "main storage of both systems is equal, " + memory.pages() + " pages";
        events.broadcast(StateEvent.CHECK_OK, destination, text, false);
    }

    private void different(String what) {
        over = true;
        boolean repairing = hardware.view().states.repairing();
        StateEvent event = repairing ? StateEvent.OUTPUT_MISMATCH : StateEvent.CHECK_NG;
        events.broadcast(event, destination, what, repairing);
    }

    /** An answer of the destination. */
    void answer(FrameType type, FrameBuffer in) {
        if (type == FrameType.CHECK_VALUES) {
            memory.takeValues(in);
        } else {
            memory.takeContextDigest(in);
        }
    }
}
