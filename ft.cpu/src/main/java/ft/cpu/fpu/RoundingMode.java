package ft.cpu.fpu;

/** How what does not fit is rounded; in the order of the codes of the unprivileged manual. */
public enum RoundingMode {
    /** To nearest, ties to even. */
    NEAREST_EVEN,
    /** Towards zero. */
    TO_ZERO,
    /** Towards minus infinity. */
    DOWN,
    /** Towards plus infinity. */
    UP,
    /** To nearest, ties away from zero. */
    NEAREST_AWAY;

    /** The code by which an instruction leaves the mode to the register {@code frm}. */
    public static final int DYNAMIC = 7;

    private static final RoundingMode[] BY_CODE = values();

    /** The mode of a code, or null if the code is a reserved one. */
    public static RoundingMode of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /**
     * Whether the magnitude has to be made larger by one unit.
     *
     * @param negative sign of the number
     * @param odd whether the unit that is kept is odd
     * @param rest what is not kept, as a fraction of the unit in all 64 bits; anything below one
     *     bit of it has to be in its lowest bit
     */
    boolean increments(boolean negative, boolean odd, long rest) {
        return switch (this) {
            case NEAREST_EVEN -> rest < 0 && (rest != Long.MIN_VALUE || odd);
            case TO_ZERO -> false;
            case DOWN -> negative && rest != 0;
            case UP -> !negative && rest != 0;
            case NEAREST_AWAY -> rest < 0;
        };
    }
}
