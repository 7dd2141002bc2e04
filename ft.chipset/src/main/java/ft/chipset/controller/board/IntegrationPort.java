package ft.chipset.controller.board;

import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.server.Operation;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.ServerStates;
import java.util.Optional;

/**
 * What software of the guest sees of the server, and how it starts an integration itself (P6
 * [0052]): registers of the own shared resource controller.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class IntegrationPort implements Follower {
    private static final int SYSTEM_SHIFT = 8;
    private static final int RESULT_SHIFT = 16;
    private static final int COUNT_SHIFT = 32;
    private static final long ACT = 0x80;
    private static final long DONE = 1;
    private static final long REFUSED = 2;
    private static final long COMMAND = 0xffff;

    private final Side side;
    private final IoSubsystem io;
    private long event;
    private long result;

    public IntegrationPort(Side side, IoSubsystem io) {
        this.side = side;
        this.io = io;
    }

    @Override
    public void follow(StateEvent followed, ServerStates.Change change, String text) {
        if (change.system() == side.id() && side.cpu() != null && side.view().ioBoard[side.id()]) {
            SystemState to = change.to();
            SharedResources registers = io.sharedResources();
            registers.set(SrcRegister.STATE, to.ordinal());
            // A board that comes back must not find the role it had before, nor a survivor none.
            boolean serves = to.isOnline() && change.mode() == Mode.ACT;
            registers.set(SrcRegister.ROLE, serves ? 1 : 0);
        }
    }

    @Override
    public void applied(StateEvent applied, int subject) {
        long count = (event >>> COUNT_SHIFT) + 1;
        event =
                count << COUNT_SHIFT
                        | (long) (subject & 0xff) << SYSTEM_SHIFT
                        | applied.ordinal() + 1;
    }

    /** What software is told, for a snapshot. */
    public void state(StateFields fields) {
        event = fields.number("event", event);
        result = fields.number("result", result);
    }

    /** A command of software was carried out, or refused. */
    public void answered(long command, boolean refused) {
        result = command & COMMAND | (refused ? REFUSED : DONE) << RESULT_SHIFT;
        io.sharedResources().set(SrcRegister.INTEGRATION_RESULT, result);
    }

    /** Whether {@link #exchange} would change nothing, and software has said nothing. */
    public boolean isSettled() {
        SharedResources registers = io.sharedResources();
        return registers.get(SrcRegister.INTEGRATION_COMMAND) == 0
                && registers.get(SrcRegister.INTEGRATION_EVENT) == event
                && registers.get(SrcRegister.INTEGRATION_RESULT) == result
                && registers.get(SrcRegister.INTEGRATION_STATES) == states();
    }

    /** Shows software how things are, and takes the command it has written; 0 if there is none. */
    public long exchange() {
        SharedResources registers = io.sharedResources();
        registers.set(SrcRegister.INTEGRATION_EVENT, event);
        registers.set(SrcRegister.INTEGRATION_STATES, states());
        registers.set(SrcRegister.INTEGRATION_RESULT, result);
        long command = registers.get(SrcRegister.INTEGRATION_COMMAND);
        registers.set(SrcRegister.INTEGRATION_COMMAND, 0);
        return command;
    }

    private long states() {
        ServerView view = side.view();
        long states = 0;
        for (int system = 0; system < view.systems(); system++) {
            long one = view.states.state(system).ordinal();
            one |= view.states.mode(system) == Mode.ACT ? ACT : 0;
            states |= one << Byte.SIZE * system;
        }
        return states;
    }

    /** What a command asks for; empty if there is no such command or system. */
    public static Optional<Operation> operation(long command, int systems) {
        int system = (int) (command >>> SYSTEM_SHIFT) & 0xff;
        if (system >= systems || command >>> RESULT_SHIFT != 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch ((int) command & 0xff) {
                    case SrcRegister.COMMAND_SYNCHRONIZE -> new Operation.Synchronize(system);
                    case SrcRegister.COMMAND_LEAVE_ASYNC -> new Operation.LeaveAsync(system);
                    case SrcRegister.COMMAND_MAKE_ACTIVE -> new Operation.MakeActive(system);
                    case SrcRegister.COMMAND_ISOLATE -> new Operation.Isolate(system);
                    case SrcRegister.COMMAND_RESET -> new Operation.Reset(system);
                    default -> null;
                });
    }
}
