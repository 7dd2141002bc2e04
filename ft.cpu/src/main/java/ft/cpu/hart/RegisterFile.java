package ft.cpu.hart;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import ft.cpu.decode.Block;

/** The registers of a hart by name, for fault injection and debuggers. */
public final class RegisterFile {
    /** The names of all registers that hold state. */
    public static final ImmutableList<String> NAMES = names();

    private static final ImmutableList<String> ABI_NAMES =
            ImmutableList.of(
                    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2",
                    "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9",
                    "s10", "s11", "t3", "t4", "t5", "t6");
    private static final ImmutableList<String> FLOAT_ABI_NAMES =
            ImmutableList.of(
                    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0",
                    "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5",
                    "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11");
    private static final ImmutableMap<String, Integer> SLOTS = slots();
    private static final ImmutableMap<String, Csr> CSRS = csrs();

    private final Hart hart;

    /** The registers of a hart whose clock is up to date. */
    public RegisterFile(Hart hart) {
        this.hart = hart;
    }

    /** See {@link ft.api.cpu.CpuSubsystem#register}. */
    public long get(String name) {
        if (name.equals("pc")) {
            return hart.pc;
        }
        Integer slot = SLOTS.get(name);
        return slot != null ? hart.x[slot] : csr(name).reader().read(hart);
    }

    /** See {@link ft.api.cpu.CpuSubsystem#setRegister}. */
    public void set(String name, long value) {
        if (name.equals("pc")) {
            hart.pc = value & ~1L;
            return;
        }
        Integer slot = SLOTS.get(name);
        if (slot != null) {
            hart.x[slot == 0 ? Block.SINK : slot] = value;
            return;
        }
        Csr csr = csr(name);
        requireWritable(csr);
        // Counters expect to be written by an instruction that is about to retire.
        int retiring = hart.service.active ? 0 : 1;
        hart.clock -= retiring;
        csr.writer().write(hart, value);
        hart.clock += retiring;
    }

    /**
     * Makes sure that there is a CSR that can be set.
     *
     * @throws IllegalArgumentException with one sentence if there is none
     */
    public void requireCsr(String name) {
        requireWritable(csr(name));
    }

    private static void requireWritable(Csr csr) {
        if (!csr.isWritable()) {
            throw new IllegalArgumentException("register " + csr.name() + " cannot be changed");
        }
    }

    private static Csr csr(String name) {
        Csr csr = CSRS.get(name);
        if (csr == null) {
            throw new IllegalArgumentException(
                    "there is no register "
                            + name
                            + "; there are pc, x0 to x31 and f0 to f31 with their ABI names, and"
                            + " CSRs such as mstatus");
        }
        return csr;
    }

    private static ImmutableList<String> names() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        names.add("pc");
        for (int number = 0; number < 32; number++) {
            names.add("x" + number);
        }
        for (int number = 0; number < FloatUnit.REGISTERS; number++) {
            names.add("f" + number);
        }
        for (Csr csr : CsrTable.ALL) {
            if (csr.isState()) {
                names.add(csr.name());
            }
        }
        return names.build();
    }

    private static ImmutableMap<String, Integer> slots() {
        ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
        for (int number = 0; number < 32; number++) {
            numbers.put("x" + number, number);
            numbers.put(ABI_NAMES.get(number), number);
        }
        numbers.put("fp", 8);
        for (int number = 0; number < FloatUnit.REGISTERS; number++) {
            numbers.put("f" + number, Block.F + number);
            numbers.put(FLOAT_ABI_NAMES.get(number), Block.F + number);
        }
        return numbers.buildOrThrow();
    }

    private static ImmutableMap<String, Csr> csrs() {
        ImmutableMap.Builder<String, Csr> csrs = ImmutableMap.builder();
        for (Csr csr : CsrTable.ALL) {
            csrs.put(csr.name(), csr);
        }
        return csrs.buildOrThrow();
    }
}
