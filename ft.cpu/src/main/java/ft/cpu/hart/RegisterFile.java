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
    private static final ImmutableMap<String, Integer> INTEGER = integerRegisters();
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
        Integer number = INTEGER.get(name);
        return number != null ? hart.x[number] : csr(name).reader().read(hart);
    }

    /** See {@link ft.api.cpu.CpuSubsystem#setRegister}. */
    public void set(String name, long value) {
        if (name.equals("pc")) {
            hart.pc = value & ~1L;
            return;
        }
        Integer number = INTEGER.get(name);
        if (number != null) {
            hart.x[number == 0 ? Block.SINK : number] = value;
            return;
        }
        Csr csr = csr(name);
        if (!csr.isState()) {
            throw new IllegalArgumentException("register " + name + " cannot be changed");
        }
        // Counters expect to be written by an instruction that is about to retire.
        int retiring = hart.service.active ? 0 : 1;
        hart.clock -= retiring;
        csr.writer().write(hart, value);
        hart.clock += retiring;
    }

    /**
     * Makes sure that there is a CSR that holds state.
     *
     * @throws IllegalArgumentException with one sentence if there is none
     */
    public void requireCsr(String name) {
        if (!csr(name).isState()) {
            throw new IllegalArgumentException("register " + name + " cannot be changed");
        }
    }

    private static Csr csr(String name) {
        Csr csr = CSRS.get(name);
        if (csr == null) {
            throw new IllegalArgumentException(
                    "there is no register "
                            + name
                            + "; there are pc, x0 to x31 with their ABI names, and CSRs such as"
                            + " mstatus");
        }
        return csr;
    }

    private static ImmutableList<String> names() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        names.add("pc");
        for (int number = 0; number < 32; number++) {
            names.add("x" + number);
        }
        for (Csr csr : CsrTable.ALL) {
            if (csr.isState()) {
                names.add(csr.name());
            }
        }
        return names.build();
    }

    private static ImmutableMap<String, Integer> integerRegisters() {
        ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
        for (int number = 0; number < 32; number++) {
            numbers.put("x" + number, number);
            numbers.put(ABI_NAMES.get(number), number);
        }
        numbers.put("fp", 8);
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
