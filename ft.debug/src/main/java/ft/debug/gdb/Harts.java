package ft.debug.gdb;

import ft.api.cpu.ExecutionView;
import ft.debug.packet.Hex;
import ft.debug.target.NotStoppedException;
import ft.debug.target.SystemTarget;
import java.util.function.Function;

/** The harts of a system as the threads of GDB, which are numbered from 1 on. */
final class Harts {
    private static final String[] MODES = {"user", "supervisor", "", "machine"};
    private static final int STACK_POINTER = 2;
    private static final int FRAME_POINTER = 8;

    private final SystemTarget target;
    private RegisterMap map;
    private int count;
    private int selected;

    Harts(SystemTarget target) {
        this.target = target;
    }

    /** The name of a hart as a thread. */
    static String id(int hart) {
        return Integer.toHexString(hart + 1);
    }

    /** The hart that a thread is; 0 and -1 stand for the one that is selected. */
    int hart(String id) {
        if (id.equals("0") || id.equals("-1") || id.isEmpty()) {
            return selected();
        }
        long hart = Hex.number(id) - 1;
        if (hart < 0 || hart >= count()) {
            throw new IllegalArgumentException("there is no thread " + id);
        }
        return (int) hart;
    }

    /** The hart that registers and memory are asked of. */
    int selected() {
        return selected;
    }

    void select(int hart) {
        selected = hart;
    }

    int count() {
        if (count == 0) {
            count = ask(ExecutionView::harts);
        }
        return count;
    }

    RegisterMap map() {
        if (map == null) {
            map = ask(RegisterMap::of);
        }
        return map;
    }

    <T> T ask(Function<ExecutionView, T> question) {
        return target.ask(question);
    }

    /** What is to be thrown where nothing can be said of a system that runs. */
    RuntimeException notStopped() {
        return new NotStoppedException("the system");
    }

    /** Registers that come with every stop. */
    String expedited(int hart) {
        RegisterMap registers = map();
        return ask(
                view -> {
                    StringBuilder text = new StringBuilder();
                    for (int number : new int[] {RegisterMap.PC, STACK_POINTER, FRAME_POINTER}) {
                        text.append(String.format("%02x:", number))
                                .append(Hex.register(registers.get(view, hart, number)))
                                .append(';');
                    }
                    return text.toString();
                });
    }

    /** What a hart is doing, in a few words. */
    String words(int hart) {
        return ask(
                view ->
                        "hart "
                                + hart
                                + ", "
                                + MODES[view.privilege(hart)]
                                + " mode"
                                + (view.isWaiting(hart) ? ", waits (WFI)" : ""));
    }
}
