package ft.debug.gdb;

import ft.api.cpu.ExecutionView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The registers of a hart as GDB numbers them, and the target description that says so. Which CSRs
 * there are is asked of the machine; what GDB calls them is what the manual calls them.
 */
final class RegisterMap {
    /** Number of the pc; the integer registers come before it. */
    static final int PC = 32;

    private static final String[] INTEGER_NAMES = {
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4",
        "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
        "t5", "t6"
    };
    private static final String[] FLOAT_NAMES = {
        "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
        "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
        "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
    };
    private static final List<String> FLOAT_CONTROLS = List.of("fflags", "frm", "fcsr");
    // Not state of their own, so the machine does not list them; asked for one by one.
    private static final List<String> FURTHER_CSRS =
            List.of(
                    "cycle",
                    "time",
                    "instret",
                    "sstatus",
                    "sie",
                    "sip",
                    "stimecmp",
                    "misa",
                    "mvendorid",
                    "marchid",
                    "mimpid",
                    "mhartid",
                    "mconfigptr");
    private static final String PRIVILEGE = "priv";

    /** Its name of the machine; the position in the list is the number. */
    private final List<String> names;

    private final String xml;

    private RegisterMap(List<String> names, String xml) {
        this.names = names;
        this.xml = xml;
    }

    /** The registers of a machine. */
    static RegisterMap of(ExecutionView view) {
        List<String> names = new ArrayList<>();
        Xml xml = new Xml();
        xml.begin("org.gnu.gdb.riscv.cpu");
        for (int number = 0; number < PC; number++) {
            String type =
                    number == 1 ? "code_ptr" : number >= 2 && number <= 4 ? "data_ptr" : "int";
            xml.register(INTEGER_NAMES[number], names.size(), type);
            names.add("x" + number);
        }
        xml.register("pc", names.size(), "code_ptr");
        names.add("pc");
        xml.end();
        xml.begin("org.gnu.gdb.riscv.fpu");
        xml.line(
                "<union id=\"riscv_double\"><field name=\"float\" type=\"ieee_single\"/>"
                        + "<field name=\"double\" type=\"ieee_double\"/></union>");
        for (int number = 0; number < FLOAT_NAMES.length; number++) {
            xml.register(FLOAT_NAMES[number], names.size(), "riscv_double");
            names.add("f" + number);
        }
        for (String control : FLOAT_CONTROLS) {
            xml.register(control, names.size(), "int");
            names.add(control);
        }
        xml.end();
        xml.begin("org.gnu.gdb.riscv.csr");
        for (String csr : csrs(view, names)) {
            xml.register(csr, names.size(), "int");
            names.add(csr);
        }
        xml.end();
        xml.begin("org.gnu.gdb.riscv.virtual");
        xml.register(PRIVILEGE, names.size(), "int");
        names.add(PRIVILEGE);
        xml.end();
        return new RegisterMap(List.copyOf(names), xml.finish());
    }

    private static Set<String> csrs(ExecutionView view, List<String> known) {
        Set<String> csrs = new LinkedHashSet<>(view.registerNames());
        for (String name : FURTHER_CSRS) {
            if (has(view, name)) {
                csrs.add(name);
            }
        }
        known.forEach(csrs::remove);
        return csrs;
    }

    private static boolean has(ExecutionView view, String name) {
        try {
            view.register(0, name);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // that is the answer
        }
    }

    /** How many there are. */
    int count() {
        return names.size();
    }

    /** The target description. */
    String xml() {
        return xml;
    }

    /** The value of a register. */
    long get(ExecutionView view, int hart, int number) {
        String name = names.get(number);
        return name.equals(PRIVILEGE) ? view.privilege(hart) : view.register(hart, name);
    }

    /**
     * Sets a register.
     *
     * @throws IllegalArgumentException with one sentence if it cannot be set
     */
    void set(ExecutionView view, int hart, int number, long value) {
        String name = names.get(number);
        if (name.equals(PRIVILEGE)) {
            throw new IllegalArgumentException("the privilege mode cannot be set");
        }
        view.setRegister(hart, name, value);
    }

    private static final class Xml {
        private final StringBuilder text =
                new StringBuilder(
                        "<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
                                + "<target version=\"1.0\">\n"
                                + "<architecture>riscv:rv64</architecture>\n");

        void line(String line) {
            text.append(line).append('\n');
        }

        void begin(String feature) {
            line("<feature name=\"" + feature + "\">");
        }

        void register(String name, int number, String type) {
            line(
                    "<reg name=\""
                            + name
                            + "\" bitsize=\"64\" regnum=\""
                            + number
                            + "\" type=\""
                            + type
                            + "\"/>");
        }

        void end() {
            line("</feature>");
        }

        String finish() {
            line("</target>");
            return text.toString();
        }
    }
}
