package ft.chipset.controller;

import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.server.ServerException;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Names the state of a controller, its CPU subsystem and its IO subsystem, between two rounds: then
 * no frame is on its way and no request is open, so everything there is is in one of the parts.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread; when loading, by whoever makes it.
 */
final class ControllerState {
    private final Side side;
    private final ControllerHost host;
    private final IoSubsystem io;
    private final Map<String, Consumer<StateFields>> parts = new LinkedHashMap<>();

    ControllerState(Side side, ControllerHost host, IoSubsystem io) {
        this.side = side;
        this.host = host;
        this.io = io;
    }

    /** Adds a part of the controller; they are loaded in the order in which they were added. */
    ControllerState with(String name, Consumer<StateFields> part) {
        parts.put(name, part);
        return this;
    }

    /** Saves or loads. */
    void state(StateFields fields) {
        fields.version(1);
        side.view().state(fields.part("view", this));
        cpu(fields);
        io.state(fields.part("io", io));
        side.wire().port().state(fields.part("crosslink", side.wire().port()));
        parts.forEach((name, part) -> part.accept(fields.part(name, this)));
    }

    private void cpu(StateFields fields) {
        if (!fields.isSnapshot()) {
            // The board itself moves from one controller to the other.
            side.slot().state(fields.part("slot", this));
            return;
        }
        boolean there = fields.flag("cpu.there", side.cpu() != null);
        if (there && fields.isLoading()) {
            try {
                side.slot()
                        .insert(
                                host.newCpuSubsystem(
                                        side.id(), side.view().fitted[side.id()], remark -> {}));
            } catch (ServerException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        side.slot().state(fields.part("slot", this));
        if (there) {
            side.cpu().state(fields.part("cpu", side.cpu()));
        }
    }
}
