package ft.chipset.controller.request;

import ft.api.state.Mode;
import ft.chipset.controller.side.Side;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;

/**
 * Finds out that every CPU subsystem that votes waits at a comparator for what the others cannot
 * send, because they wait at other ones or are at the boundary. Then ACT, or the first one that
 * waits, has to be let go on.
 *
 * <p>The controller of a CPU subsystem that has waited for a while asks all. Everyone tells the
 * controller at whose comparator it waits ({@code where}) how its own CPU subsystem is, and which
 * requests wait at its own comparator. If each voter says that it waits or is at its boundary, and
 * each of these requests was seen by a comparator that has not answered it, nothing can have moved
 * in between: a request is answered only when another voter sends something, which it cannot do
 * before its own one is answered. Frames from one controller to another keep their order, so by
 * then {@code where} also has all that was sent to it before. So neither the finding nor what
 * follows from it depends on when somebody asks.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Standstill {
    private enum Cpu {
        RUNS,
        WAITS,
        AT_BOUNDARY
    }

    /** Idle turns before the first question. */
    private static final int PATIENCE = 3;

    private final Side side;
    private final Outbound outbound;
    private final Inquiry[] inquiries;
    private long number;
    private int idleTurns;
    private int nextQuestion = PATIENCE;

    /** What all have answered to the last question of one controller. */
    private static final class Inquiry {
        private final long[] answered;
        private final Cpu[] cpu;
        private final long[] request;
        private final long[][] waiting;

        Inquiry(int systems) {
            answered = new long[systems];
            cpu = new Cpu[systems];
            request = new long[systems];
            waiting = new long[systems][systems];
            Arrays.fill(cpu, Cpu.RUNS);
        }

        /** Whether all have answered this question. */
        boolean isComplete(long question) {
            return Arrays.stream(answered).allMatch(each -> each == question);
        }

        /** Whether a comparator has the request of a system and has not answered it. */
        boolean isHeld(int system) {
            for (long[] comparator : waiting) {
                if (comparator[system] == request[system]) {
                    return true;
                }
            }
            return false;
        }
    }

    Standstill(Side side, Outbound outbound) {
        this.side = side;
        this.outbound = outbound;
        inquiries = new Inquiry[side.systems()];
        Arrays.setAll(inquiries, i -> new Inquiry(side.systems()));
    }

    /** The own CPU subsystem goes on. */
    void moves() {
        idleTurns = 0;
        nextQuestion = PATIENCE;
    }

    /**
     * The own CPU subsystem waits and there is nothing else to do.
     *
     * @param where the IO subsystem that its request is addressed to
     * @return whether something was done
     */
    boolean idles(int where) {
        if (++idleTurns < nextQuestion) {
            return false;
        }
        nextQuestion *= 2;
        number++;
        side.wire().frame(FrameType.WHO_WAITS).putLong(number).putInt(where);
        side.sendToAll();
        tell(side.id(), number, where);
        return true;
    }

    /** Another controller asks. */
    public void asked(int asker, FrameBuffer in) {
        tell(asker, in.getLong(), in.getInt());
    }

    private void tell(int asker, long question, int where) {
        int self = side.id();
        Cpu cpu =
                outbound.isAtBoundary()
                        ? Cpu.AT_BOUNDARY
                        : side.slot().waits() ? Cpu.WAITS : Cpu.RUNS;
        long request = cpu == Cpu.WAITS ? side.cpu().request().clock() : -1;
        if (where == self) {
            Inquiry inquiry = inquiries[asker];
            inquiry.answered[self] = question;
            inquiry.cpu[self] = cpu;
            inquiry.request[self] = request;
            for (int i = 0; i < side.systems(); i++) {
                inquiry.waiting[self][i] = outbound.waitsFor(i);
            }
            judge(asker, question);
            return;
        }
        FrameBuffer out = side.wire().answer(FrameType.WAITS);
        out.putInt(asker).putLong(question).putByte(cpu.ordinal()).putLong(request);
        for (int i = 0; i < side.systems(); i++) {
            out.putLong(outbound.waitsFor(i));
        }
        side.wire().sendAnswer(where);
    }

    /** The answer of another controller to a question about the comparator of this one. */
    public void told(int peer, FrameBuffer in) {
        int asker = in.getInt();
        Inquiry inquiry = inquiries[asker];
        long question = in.getLong();
        inquiry.answered[peer] = question;
        inquiry.cpu[peer] = Cpu.values()[in.getByte()];
        inquiry.request[peer] = in.getLong();
        for (int i = 0; i < side.systems(); i++) {
            inquiry.waiting[peer][i] = in.getLong();
        }
        judge(asker, question);
    }

    private void judge(int asker, long question) {
        Inquiry inquiry = inquiries[asker];
        if (!inquiry.isComplete(question)) {
            return;
        }
        int first = -1;
        for (int i = side.systems() - 1; i >= 0; i--) {
            if (!outbound.votes(i)) {
                continue;
            }
            if (inquiry.cpu[i] == Cpu.RUNS || inquiry.cpu[i] == Cpu.WAITS && !inquiry.isHeld(i)) {
                return;
            }
            boolean act = first >= 0 && side.view().states.mode(first) == Mode.ACT;
            if (inquiry.cpu[i] == Cpu.WAITS && !act) {
                first = i;
            }
        }
        if (first == asker) {
            outbound.standstill();
        }
    }
}
