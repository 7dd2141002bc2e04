package ft.api.history;

/**
 * How much of its past a server keeps.
 *
 * @param earliest the first moment it can be brought back to
 * @param latest the moment it is at
 * @param snapshots how many there are in between
 * @param bytes what they take in the memory of the host
 */
public record PastStatus(Moment earliest, Moment latest, int snapshots, long bytes) {}
