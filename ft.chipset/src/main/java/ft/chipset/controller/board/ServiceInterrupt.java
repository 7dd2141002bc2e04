package ft.chipset.controller.board;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.IoRequest;
import ft.api.cpu.RunExit;
import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.compare.IoComparator;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;
import ft.chipset.state.ServerStates;
import java.util.function.BooleanSupplier;

/**
 * The board controller's part in what firmware does: service interrupt (SMI), acknowledgement, and
 * synchronization reset of the own harts (P6 [0071], [0072], [0089]-[0091]). Takes no guest time,
 * so each of these is over when its method returns.
 *
 * <p>In service mode harts reach three registers of the own shared resource controller, by a path
 * of the board controller's own: the access matrix has no say in it, since a system that is ST9 Pre
 * offline has to acknowledge though nothing else may leave it.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread; while the CPU subsystem stands still.
 */
public final class ServiceInterrupt implements Follower {
    private static final Runnable NOBODY = () -> {};

    /** A guest that is released must go on, so a slow firmware has more time for that. */
    private static final long RELEASE_LIMIT = 1_000_000;

    private final Side side;
    private final IoSubsystem io;
    private final Notices notices;
    private byte[] hidden;
    private String failure = "";
    private long instructions;
    private int lostAcknowledgements;
    private boolean allAcknowledgementsLost;
    private int skew;
    private Runnable onLoss = NOBODY;
    private Runnable onSkew = NOBODY;

    public ServiceInterrupt(Side side, IoSubsystem io, Notices notices) {
        this.side = side;
        this.io = io;
        this.notices = notices;
    }

    // Faults, for injection

    /**
     * The next acknowledgements of the own harts do not arrive; 0 for all from now on.
     *
     * @param onFirst hears of the first one
     */
    public void loseAcknowledgements(int count, Runnable onFirst) {
        lostAcknowledgements = count;
        allAcknowledgementsLost = count == 0;
        onLoss = onFirst;
    }

    /** What faults have left, for a snapshot; whoever still waits for them asks again. */
    public void state(StateFields fields) {
        lostAcknowledgements = (int) fields.number("lost", lostAcknowledgements);
        allAcknowledgementsLost = fields.flag("allLost", allAcknowledgementsLost);
        skew = (int) fields.number("skew", skew);
        failure = fields.text("failure", failure);
        instructions = fields.number("instructions", instructions);
    }

    /** The faults have gone. */
    public void sound() {
        lostAcknowledgements = 0;
        allAcknowledgementsLost = false;
        skew = 0;
    }

    /**
     * At the next synchronization reset the own harts are released this many cycles late.
     *
     * @param onReset hears when that was
     */
    public void skewNextReset(int cycles, Runnable onReset) {
        skew = cycles;
        onSkew = onReset;
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        SystemState to = change.to();
        if (change.system() != side.id() || side.cpu() == null) {
            return;
        }
        if (event == StateEvent.SMI) {
            // Who drives the synchronization asks how it went.
            if (to.isOnline() || to == SystemState.RECOVER_OFFLINE && !isStopped()) {
                stop();
            }
        } else if (event == StateEvent.SYNC_RESET && to == SystemState.PRE_ONLINE_SYNC) {
            reset();
        } else if (change.from() != to && to == SystemState.PRE_OFFLINE) {
            tell(stop());
        }
    }

    private void tell(boolean acknowledged) {
        StateEvent event = acknowledged ? StateEvent.SMI_ACK_ALL : StateEvent.ACK_TIMEOUT;
        String text = acknowledged ? acknowledged() : failure;
        notices.add(event, side.id(), text);
    }

    /** Says that every hart has acknowledged. */
    public String acknowledged() {
        return "every hart has acknowledged the SMI, " + cost();
    }

    /** Says how much firmware the last stop or reset took. */
    public String cost() {
        return instructions + " instructions in service mode";
    }

    /** Whether firmware has allowed the SMI on every hart. */
    public boolean isReady() {
        return side.cpu() != null && side.cpu().servable() == allHarts();
    }

    /** Stops the guest: interrupts every hart, and lets firmware save the context. */
    private boolean stop() {
        CpuSubsystem cpu = side.cpu();
        side.slot().drop();
        set(SrcRegister.SMI_ACK, 0);
        set(SrcRegister.SMI_RELEASE, 0);
        for (int hart = 0; hart < cpu.harts(); hart++) {
            cpu.interruptForService(hart);
        }
        long before = cpu.served();
        serve(limit(), this::allAcknowledged);
        failure = allAcknowledged() ? "" : "the SMI was not acknowledged by " + silentHarts();
        instructions = cpu.served() - before;
        return failure.isEmpty();
    }

    /**
     * Lets the guest, or firmware in its loop (T205), go on where it was stopped: the attempt is
     * given up. What is left of a guest beside the service stays stopped.
     */
    public void release() {
        boolean serves = side.state().isOnline();
        if (!isStopped() || !serves && !side.slot().inFirmware()) {
            return;
        }
        set(SrcRegister.SMI_RELEASE, 1);
        // A hart that was too slow comes to its wait only now.
        for (int tries = 0; tries < 2 && !allBack(); tries++) {
            serve(RELEASE_LIMIT, this::allBack);
        }
        end();
    }

    /** Whether a hart is in service mode. */
    public boolean isStopped() {
        return side.cpu() != null && side.cpu().inService() != 0;
    }

    /** Takes over the state of the source that its firmware cannot save. */
    public void hidden(byte[] state) {
        hidden = state;
    }

    /** Synchronization reset: firmware brings the guest back from what was saved. */
    private void reset() {
        CpuSubsystem cpu = side.cpu();
        byte[] state = hidden == null ? cpu.captureHidden() : hidden;
        set(SrcRegister.RESET_CAUSE, SrcRegister.RESET_SYNCHRONIZATION);
        try {
            cpu.synchronizationReset(state, skew);
        } catch (IllegalArgumentException e) {
            // Another version of the processor has another form of it: who drives the attempt asks.
            failure = e.getMessage();
            hidden = null;
            end();
            return;
        }
        skew = 0;
        onSkew.run();
        onSkew = NOBODY;
        hidden = null;
        long before = cpu.served();
        failure = serve(limit(), this::allBack) ? "" : "firmware did not bring the guest back";
        instructions = cpu.served() - before;
        end();
    }

    /** Why the last stop or reset did not succeed, in words; empty if it did. */
    public String failure() {
        return failure;
    }

    private void end() {
        set(SrcRegister.SMI_ACK, 0);
        set(SrcRegister.SMI_RELEASE, 0);
        set(SrcRegister.RESET_CAUSE, SrcRegister.RESET_ORDINARY);
    }

    private long limit() {
        return side.description().smiAckLimit();
    }

    private boolean serve(long instructions, BooleanSupplier done) {
        CpuSubsystem cpu = side.cpu();
        long limit = cpu.served() + instructions;
        while (true) {
            RunExit exit = cpu.serve(limit);
            if (exit == RunExit.IO_READ) {
                cpu.complete(read(cpu.request()));
            } else if (exit == RunExit.IO_WRITE) {
                write(cpu.request());
                cpu.complete(0);
            } else {
                return done.getAsBoolean();
            }
        }
    }

    private static boolean addresses(IoRequest request, SrcRegister register) {
        return request.size() == Long.BYTES
                && request.address() == BoardMap.OWN_SRC_BASE + register.offset();
    }

    private long read(IoRequest request) {
        if (addresses(request, SrcRegister.RESET_CAUSE)) {
            return registers().get(SrcRegister.RESET_CAUSE);
        }
        if (addresses(request, SrcRegister.SMI_RELEASE)) {
            return registers().get(SrcRegister.SMI_RELEASE);
        }
        return IoComparator.ABORTED;
    }

    private void write(IoRequest request) {
        if (!addresses(request, SrcRegister.SMI_ACK)) {
            return;
        }
        if (allAcknowledgementsLost || lostAcknowledgements > 0) {
            lostAcknowledgements--;
            onLoss.run();
            onLoss = NOBODY;
            return;
        }
        set(SrcRegister.SMI_ACK, registers().get(SrcRegister.SMI_ACK) | request.value());
    }

    private boolean allAcknowledged() {
        return registers().get(SrcRegister.SMI_ACK) == allHarts();
    }

    private boolean allBack() {
        return side.cpu().inService() == 0;
    }

    private long allHarts() {
        return (1L << side.cpu().harts()) - 1;
    }

    private String silentHarts() {
        StringBuilder words = new StringBuilder();
        long silent = allHarts() & ~registers().get(SrcRegister.SMI_ACK);
        for (; silent != 0; silent &= silent - 1) {
            words.append(words.isEmpty() ? "hart " : ", hart ");
            words.append(Long.numberOfTrailingZeros(silent));
        }
        return words.append(" of #").append(side.id()).toString();
    }

    private SharedResources registers() {
        return io.sharedResources();
    }

    private void set(SrcRegister register, long value) {
        registers().set(register, value);
    }
}
