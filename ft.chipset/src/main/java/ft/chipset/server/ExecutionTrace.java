package ft.chipset.server;

import ft.api.cpu.Disassembler;
import ft.api.cpu.ExecutionView;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Passes on what the harts of a system execute, as far as it is wanted. An instruction is told when
 * it has retired, because only then its registers are written: when the next one, or an interrupt,
 * is at hand.
 */
final class ExecutionTrace implements ExecutionObserver {
    private static final Set<ExecutionEvent> NOTHING = Set.of();
    private static final Set<ExecutionEvent> TRAPS = Set.of(ExecutionEvent.TRAP);
    private static final Set<ExecutionEvent> ALL =
            Set.of(ExecutionEvent.INSTRUCTION, ExecutionEvent.TRAP);

    private final int system;
    private final TraceFilter filter;
    private final Consumer<TraceEvent> listener;
    private final Disassembler words;
    private final BooleanSupplier isWanted;
    private final long margin;
    private final byte[] half = new byte[2];
    private Set<ExecutionEvent> interests = NOTHING;
    private ExecutionView view;
    private Set<String> registers = Set.of();

    /** Traps that were taken after the instruction that has not been told yet. */
    private final List<TraceEvent> waiting = new ArrayList<>();

    /** The instruction that was about to be executed last, if it is to be told. */
    private boolean pending;

    private int hart;
    private long clock;
    private long pc;
    private int word;
    private String privilege;

    /**
     * Of the harts of a system.
     *
     * @param quantum cycles within which it resumes again
     * @param isWanted whether this system's are wanted now
     */
    ExecutionTrace(
            int system,
            int quantum,
            TraceFilter filter,
            Disassembler words,
            BooleanSupplier isWanted,
            Consumer<TraceEvent> listener) {
        this.system = system;
        margin = 2L * quantum;
        this.filter = filter;
        this.words = words;
        this.isWanted = isWanted;
        this.listener = listener;
    }

    /** Whether a filter wants anything that this tells. */
    static boolean isWanted(TraceFilter filter) {
        return filter.kinds().contains(TraceKind.INSTRUCTIONS)
                || filter.kinds().contains(TraceKind.TRAPS);
    }

    @Override
    public Set<ExecutionEvent> interests() {
        return interests;
    }

    @Override
    public void resumed(ExecutionView now) {
        if (view != now) {
            registers = Set.copyOf(now.registerNames());
        }
        view = now;
        // Clocks are looked at one by one; this only spares the way there and the way back.
        boolean late = now.clock() > filter.toClock();
        boolean early = now.clock() + margin < filter.fromClock();
        if (early || late || !isWanted.getAsBoolean()) {
            interests = NOTHING;
            pending = false;
            tellWaiting();
        } else {
            interests = filter.kinds().contains(TraceKind.INSTRUCTIONS) ? ALL : TRAPS;
        }
    }

    @Override
    public void instruction(ExecutionView now, int number, long address) {
        retire(now);
        tellWaiting();
        pending =
                filter.isAt(now.clock())
                        && (filter.hart().isEmpty() || filter.hart().getAsInt() == number)
                        && filter.covers(address)
                        && fetch(now, number, address);
        if (pending) {
            hart = number;
            clock = now.clock();
            pc = address;
            privilege = words.privilege(now.privilege(number));
        }
    }

    /** Looks at the instruction; what cannot be fetched ends in a trap, which is told. */
    private boolean fetch(ExecutionView now, int number, long address) {
        int low = half(now, number, address);
        if (low < 0) {
            return false;
        }
        word = low;
        if (words.length(low) == Integer.BYTES) {
            int high = half(now, number, address + half.length);
            word |= high << Short.SIZE;
            return high >= 0;
        }
        return true;
    }

    private int half(ExecutionView now, int number, long address) {
        long physical = now.translate(number, address);
        boolean there =
                physical != ExecutionView.NOWHERE && now.peek(physical, half, 0, half.length);
        return there ? half[0] & 0xff | (half[1] & 0xff) << Byte.SIZE : -1;
    }

    private void retire(ExecutionView now) {
        if (!pending) {
            return;
        }
        pending = false;
        Map<String, Long> written = new LinkedHashMap<>();
        for (String name : words.written(word)) {
            if (registers.contains(name)) {
                written.put(name, now.register(hart, name));
            }
        }
        String text = words.text(pc, word);
        listener.accept(
                new TraceEvent.Instruction(
                        clock, system, hart, privilege, pc, word, text, written));
    }

    /** An instruction before it has to be told first, and its registers cannot be read here. */
    @Override
    public void trap(
            long now, int number, long address, long cause, long value, boolean supervisor) {
        boolean interrupt = cause < 0;
        if (pending && !interrupt && number == hart && address == pc) {
            pending = false; // it does not retire
        }
        if (filter.isAt(now)
                && (filter.hart().isEmpty() || filter.hart().getAsInt() == number)
                && filter.covers(address)) {
            waiting.add(
                    new TraceEvent.Trap(
                            now,
                            system,
                            number,
                            interrupt,
                            (int) (cause & Integer.MAX_VALUE),
                            words.cause(cause),
                            address,
                            value,
                            words.privilege(view.privilege(number)),
                            words.privilege(supervisor ? 1 : 3)));
            if (!pending) {
                tellWaiting();
            }
        }
    }

    private void tellWaiting() {
        waiting.forEach(listener);
        waiting.clear();
    }
}
