package ft.api.server;

/**
 * What a system has counted, since it was built or, for its IO subsystem, since power on.
 *
 * @param signatures boundaries at which bus signatures were compared
 * @param compared IO requests its IO comparator compared
 * @param aborts requests of its CPU subsystem that its access control ended in a master abort
 * @param unanswered requests to its IO subsystem that ended in a master abort there, because
 *     nothing answered or a device failed
 * @param mended entries of its comparator's queues that were damaged, and replaced by what another
 *     system sent
 * @param dropped frames it had for a crosslink that was down
 * @param repeated transmissions to it that were lost, damaged or too many, and made good
 */
public record SystemCounters(
        long signatures,
        long compared,
        long aborts,
        long unanswered,
        long mended,
        long dropped,
        long repeated) {
    /** Nothing yet. */
    public static final SystemCounters NONE = new SystemCounters(0, 0, 0, 0, 0, 0, 0);
}
