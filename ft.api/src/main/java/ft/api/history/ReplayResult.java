package ft.api.history;

/**
 * How a replay went.
 *
 * @param equal whether everything that the record has of the history was the same
 * @param text in one sentence; of a difference the first check mark at which there was one, and in
 *     what
 * @param marks check marks that were equal
 * @param end where the replay ended
 */
public record ReplayResult(boolean equal, String text, long marks, Moment end) {}
