package ft.chipset.controller.board;

import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.access.AccessRegisters;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.side.Side;
import ft.chipset.state.ServerStates;

/**
 * When the own harts run firmware. A CPU subsystem that is out of service and can issue requests
 * does. What comes back from Fault, or from a synchronization that did not end, is reset for that:
 * it must not go on with what it has left of the guest's program.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Firmware implements Follower {
    private final Side side;
    private final IoSubsystem io;
    private final AccessRegisters registers;
    private final Journal journal;
    private boolean booting;

    public Firmware(Side side, IoSubsystem io, AccessRegisters registers, Journal journal) {
        this.side = side;
        this.io = io;
        this.registers = registers;
        this.journal = journal;
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        SystemState to = change.to();
        if (change.system() != side.id()) {
            return;
        }
        if (to.isOnline()) {
            side.slot().serves();
        }
        boolean divided = to == SystemState.OFFLINE_DIVIDE || to == SystemState.OFFLINE;
        if (event == StateEvent.RESET
                || divided && side.cpu() != null && !side.slot().inFirmware()) {
            registers.reset();
            if (side.cpu() != null) {
                side.slot().reset(io.rom());
            }
        }
        if (event == StateEvent.SET_ACT) {
            booting = to == SystemState.ONLINE_DIVIDE;
        }
        if (to == SystemState.PRE_OFFLINE || to == SystemState.FAULT) {
            side.slot().drop();
        }
    }

    /** What it remembers, for a snapshot. */
    public void state(StateFields fields) {
        booting = fields.flag("booting", booting);
    }

    /** The own firmware asks where the guest begins: it is about to hand over (T104). */
    public void boots() {
        if (booting) {
            booting = false;
            journal.step("T104", side.id(), "firmware hands over to the guest");
            journal.step("S2", side.id(), "the guest is up and keeps running");
        }
    }
}
