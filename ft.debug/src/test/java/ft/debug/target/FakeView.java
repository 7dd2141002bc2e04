package ft.debug.target;

import ft.api.cpu.ExecutionView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine whose harts do what a test says; the upper half of its addresses is mapped. */
public final class FakeView implements ExecutionView {
    public static final long VIRTUAL = 0xffffffff00000000L;
    public static final long BASE = 0x80000000L;

    public long clock;
    public final byte[] memory = new byte[0x3000];
    public final Map<String, Long> registers = new HashMap<>();

    @Override
    public int harts() {
        return 2;
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public long retired() {
        return clock;
    }

    @Override
    public List<String> registerNames() {
        return List.of("pc", "x1", "f1", "mstatus", "satp");
    }

    @Override
    public long register(int hart, String name) {
        if (name.startsWith("m") && !registerNames().contains(name)) {
            throw new IllegalArgumentException("there is no register " + name);
        }
        return registers.getOrDefault(hart + name, 0L);
    }

    @Override
    public void setRegister(int hart, String name, long value) {
        if (name.equals("cycle")) {
            throw new IllegalArgumentException("register cycle cannot be changed");
        }
        registers.put(hart + name, value);
    }

    @Override
    public int privilege(int hart) {
        return hart;
    }

    @Override
    public boolean isWaiting(int hart) {
        return hart == 1;
    }

    @Override
    public long translate(int hart, long address) {
        // The second page is not there.
        return address >= VIRTUAL && address < 0 && (address & 0x1000) == 0
                ? address - VIRTUAL + BASE
                : NOWHERE;
    }

    @Override
    public boolean peek(long address, byte[] target, int offset, int length) {
        if (address < BASE || address + length > BASE + memory.length) {
            return false;
        }
        System.arraycopy(memory, (int) (address - BASE), target, offset, length);
        return true;
    }

    @Override
    public boolean poke(long address, byte[] source, int offset, int length) {
        if (address < BASE || address + length > BASE + memory.length) {
            return false;
        }
        System.arraycopy(source, offset, memory, (int) (address - BASE), length);
        return true;
    }
}
