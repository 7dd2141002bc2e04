package ft.api.history;

/**
 * What a record tells about itself.
 *
 * @param server name of the server that was recorded
 * @param inputs how many there are
 * @param marks check marks
 * @param end the last moment it knows
 * @param truncated whether it was not closed, so that its last moments may be missing
 */
public record RecordSummary(
        String server, long inputs, long marks, Moment end, boolean truncated) {}
