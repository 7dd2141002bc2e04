package ft.api.server;

import ft.api.copy.MemoList;
import java.util.List;

/**
 * The lists of a resynchronization, as they were at one boundary (P17 c.4: checksum coincidence
 * memo list 35, checksum incoincidence memo list 36).
 *
 * @param strategy name of the copy strategy
 * @param source the online system
 * @param destination the other one
 * @param running whether the copy strategy is still at work; if not, the lists are as it left them
 * @param clock clock of the boundary
 * @param pages number of pages of main storage
 * @param pageSize bytes in a page
 * @param lists in the strategy's order; empty if it keeps none
 */
public record CopyLists(
        String strategy,
        int source,
        int destination,
        boolean running,
        long clock,
        int pages,
        int pageSize,
        List<MemoList> lists) {
    /** Copies the list of lists. */
    public CopyLists {
        lists = List.copyOf(lists);
    }
}
