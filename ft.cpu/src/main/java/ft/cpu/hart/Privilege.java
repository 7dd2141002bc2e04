package ft.cpu.hart;

/** Privilege modes, with their encoding in {@code mstatus.MPP}. */
enum Privilege {
    /** U. */
    USER(0),
    /** S. */
    SUPERVISOR(1),
    /** M. */
    MACHINE(3);

    final int code;

    Privilege(int code) {
        this.code = code;
    }

    /** The mode of an encoding, or null if this processor does not have it. */
    static Privilege of(int code) {
        return switch (code) {
            case 0 -> USER;
            case 1 -> SUPERVISOR;
            case 3 -> MACHINE;
            default -> null;
        };
    }
}
