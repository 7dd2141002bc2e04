package ft.chipset.controller.side;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.server.ServerDescription;
import ft.api.state.SystemState;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.Wire;

/**
 * One side of a server as the parts of its FT controller see it: which one it is, what it knows,
 * the CPU board in its slot, and its end of the crosslink.
 *
 * @param id number of the system
 * @param view what all controllers know alike
 * @param slot where the CPU board is
 * @param wire its end of the crosslink
 */
public record Side(int id, ServerView view, CpuSlot slot, Wire wire) {
    public int systems() {
        return view.systems();
    }

    /** The server with the options that are in force now. */
    public ServerDescription description() {
        return view.description();
    }

    /** The CPU subsystem, or null if there is none in the slot. */
    public CpuSubsystem cpu() {
        return slot.cpu();
    }

    /** The state of the own system. */
    public SystemState state() {
        return view.states.state(id);
    }

    /** Sends the frame that was begun to every other controller. */
    public void sendToAll(Path path) {
        for (int peer = 0; peer < systems(); peer++) {
            if (peer != id) {
                wire.send(peer, path);
            }
        }
    }

    /** Sends the frame that was begun to every other controller, over the crosslink. */
    public void sendToAll() {
        sendToAll(Path.CROSSLINK);
    }
}
