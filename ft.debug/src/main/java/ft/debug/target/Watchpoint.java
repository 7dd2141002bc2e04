package ft.debug.target;

/**
 * A range of addresses, as a hart uses them, that is watched.
 *
 * @param kind for what
 * @param address where it begins
 * @param length bytes
 */
public record Watchpoint(Kind kind, long address, long length) {
    /** What is watched for. */
    public enum Kind {
        /** Stores. */
        WRITE(Stop.Reason.WRITTEN),
        /** Loads. */
        READ(Stop.Reason.READ),
        /** Both. */
        ACCESS(Stop.Reason.ACCESSED);

        final Stop.Reason reason;

        Kind(Stop.Reason reason) {
            this.reason = reason;
        }
    }

    /** Whether an access is one that is watched for. */
    boolean sees(boolean store, long at, int size) {
        boolean right = kind == Kind.ACCESS || store == (kind == Kind.WRITE);
        // Differences, because a range may end at the last address there is.
        return right
                && (Long.compareUnsigned(at - address, length) < 0
                        || Long.compareUnsigned(address - at, size) < 0);
    }
}
