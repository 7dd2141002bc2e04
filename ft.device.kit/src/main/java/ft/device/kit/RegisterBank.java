package ft.device.kit;

import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.log.LogLevel;

/**
 * The registers of a device, found by their offsets. They are described before the device is
 * attached, always in the same way; from then on the bank answers accesses of every size:
 *
 * <ul>
 *   <li>one of a register's width is to that register;
 *   <li>a narrow one is to some bytes of a register, see {@link Register};
 *   <li>a wide one is to every register in it, the one at the lowest address first;
 *   <li>where there is no register, reads give 0 and writes are dropped.
 * </ul>
 *
 * <p>What software does against the data sheet, such as a write to a register that can only be
 * read, is told to whoever listens to the device's log at {@link LogLevel#INFO}.
 */
public final class RegisterBank {
    /** Offsets up to which registers can be: a table of them is kept. */
    private static final long LIMIT = 1 << 16;

    private static final Register[] NONE = {};

    private final int width;
    private final List<Register> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Register[][] byOffset;
    private DeviceContext context;
    private boolean wholeWrites;

    /**
     * A bank without registers.
     *
     * @param width bytes of a register for which nothing else is said
     */
    public RegisterBank(int width) {
        this.width = width;
    }

    /**
     * Adds a register.
     *
     * @param offset from the start of the window, a multiple of the register's width
     * @param name as in the data sheet; no two have the same, for it names the state, too
     */
    public Register register(long offset, String name, Access access) {
        requireOpen();
        if (offset < 0 || offset >= LIMIT) {
            throw new IllegalStateException(
                    "Register %s is at 0x%x, but must be below 0x%x."
                            .formatted(name, offset, LIMIT));
        }
        if (!names.add(name)) {
            throw new IllegalStateException("Two registers have the name %s.".formatted(name));
        }
        Register register = new Register(this, offset, name, access, width);
        all.add(register);
        return register;
    }

    /** Adds a register that can only be read and never changes, such as an identification. */
    public Register constant(long offset, String name, long value) {
        return register(offset, name, Access.READ_ONLY).reset(value).constant();
    }

    /** Lets no register take narrow writes; see {@link Register#wholeWrites}. */
    public void wholeWrites() {
        requireOpen();
        wholeWrites = true;
    }

    boolean takesWholeWrites() {
        return wholeWrites;
    }

    /** All registers, in the order in which they were added. */
    public List<Register> registers() {
        return List.copyOf(all);
    }

    /**
     * Ends the description.
     *
     * @throws DeviceException if the slot's window is too small
     * @throws IllegalStateException if two registers are at the same place at the same time, or one
     *     is not at a multiple of its width
     */
    public void attach(DeviceContext newContext) throws DeviceException {
        if (byOffset == null) {
            byOffset = table();
        }
        long end = all.stream().mapToLong(Register::end).max().orElse(0);
        if (end > newContext.size()) {
            throw new DeviceException(
                    "Slot %s: the window has 0x%x bytes, but this device has registers up to 0x%x; give the slot size=0x%x or more."
                            .formatted(newContext.slot(), newContext.size(), end - 1, end));
        }
        context = newContext;
    }

    private Register[][] table() {
        all.forEach(Register::requireWidth);
        long end = all.stream().mapToLong(Register::end).max().orElse(0);
        Register[][] table = new Register[(int) end][];
        Arrays.fill(table, NONE);
        List<Register> inOrder = new ArrayList<>(all);
        // Where both are there, the narrower one is meant.
        inOrder.sort(Comparator.comparingInt(Register::width));
        for (Register register : inOrder) {
            for (int at = (int) register.offset(); at < register.end(); at++) {
                for (Register other : table[at]) {
                    requireApart(register, other);
                }
                table[at] = Arrays.copyOf(table[at], table[at].length + 1);
                table[at][table[at].length - 1] = register;
            }
        }
        return table;
    }

    private static void requireApart(Register one, Register other) {
        boolean sameAccess =
                one.answers(false) && other.answers(false)
                        || one.answers(true) && other.answers(true)
                        || one.access() == Access.RESERVED
                        || other.access() == Access.RESERVED;
        if (sameAccess && !one.isConditional() && !other.isConditional()) {
            throw new IllegalStateException(
                    "The registers %s and %s are at the same place.".formatted(other, one));
        }
    }

    void requireOpen() {
        if (byOffset != null) {
            throw new IllegalStateException(
                    "Registers are described before the device is attached.");
        }
    }

    /** Whether there is a register at any byte of an access. */
    public boolean isAt(long offset, int size) {
        for (long at = offset; at < offset + size; at++) {
            if (find(at, false) != null) {
                return true;
            }
        }
        return false;
    }

    /** Reads with any size. */
    public long read(long offset, int size) {
        Register first = find(offset, false);
        if (first != null && first.width() >= size) {
            int shift = (int) (offset - first.offset()) << 3;
            return first.read(lanes(size) << shift) >>> shift;
        }
        return readWide(offset, size);
    }

    private long readWide(long offset, int size) {
        long data = 0;
        long at = offset;
        while (at < offset + size) {
            Register register = find(at, false);
            if (register == null) {
                at++;
            } else {
                data |= register.read(-1) << (at - offset << 3);
                at = register.end();
            }
        }
        return data;
    }

    /** Writes with any size. */
    public void write(long offset, int size, long value) {
        Register first = find(offset, true);
        if (first != null && first.width() >= size) {
            int shift = (int) (offset - first.offset()) << 3;
            first.write(lanes(size) << shift, value << shift);
            return;
        }
        long at = offset;
        while (at < offset + size) {
            Register register = find(at, true);
            if (register == null) {
                at++;
            } else {
                // Of what lies behind, the register takes its own bytes only.
                register.write(lanes(register.width()), value >>> (at - offset << 3));
                at = register.end();
            }
        }
    }

    private static long lanes(int size) {
        return size == 8 ? -1 : (1L << 8 * size) - 1;
    }

    /** The register that is at an offset now, for reads or for writes; null if there is none. */
    private Register find(long offset, boolean write) {
        if (offset >= byOffset.length) {
            return null;
        }
        Register other = null;
        for (Register register : byOffset[(int) offset]) {
            if (register.isThere()) {
                if (register.answers(write)) {
                    return register;
                }
                other = other == null ? register : other;
            }
        }
        return other;
    }

    /** The name of what an access reaches, with the byte of it; {@code ""} if nothing. */
    public String name(long offset, boolean write) {
        Register register = find(offset, write);
        if (register == null) {
            return "";
        }
        long part = offset - register.offset();
        return part == 0 ? register.name() : register.name() + "+" + part;
    }

    /** Gives every register its reset value. */
    public void reset() {
        for (Register register : all) {
            register.toResetValue();
        }
    }

    /** Names the values of all registers that keep one, by the names of the registers. */
    public void state(StateFields fields) {
        for (Register register : all) {
            register.state(fields);
        }
    }

    void tell(Register register, String what) {
        log(LogLevel.INFO, () -> register.name() + " " + what);
    }

    void log(LogLevel level, Supplier<String> text) {
        if (context != null) {
            context.log(level, text);
        }
    }
}
