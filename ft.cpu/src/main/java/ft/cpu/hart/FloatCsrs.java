package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** The CSRs of floating point, which are there unless it is off. */
final class FloatCsrs {
    private static final int FFLAGS = 0x001;
    private static final int FRM = 0x002;
    private static final int FCSR = 0x003;

    static final ImmutableList<Csr> TABLE =
            ImmutableList.of(
                    Csr.view(
                                    FFLAGS,
                                    "fflags",
                                    hart -> hart.floats.flags(),
                                    (hart, value) -> hart.floats.setFlags(value))
                            .when(hart -> hart.floats.isOn()),
                    Csr.view(
                                    FRM,
                                    "frm",
                                    hart -> hart.floats.mode(),
                                    (hart, value) -> hart.floats.setMode(value))
                            .when(hart -> hart.floats.isOn()),
                    Csr.of(
                                    FCSR,
                                    "fcsr",
                                    hart -> hart.floats.control(),
                                    (hart, value) -> hart.floats.setControl(value))
                            .when(hart -> hart.floats.isOn()));

    private FloatCsrs() {}

    /** Whether a CSR belongs to the state that {@code mstatus.FS} tells of. */
    static boolean contains(int number) {
        return number >= FFLAGS && number <= FCSR;
    }
}
