package ft.console.view;

import ft.api.copy.MemoList;
import ft.api.server.CopyLists;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.text.Units;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** How the lists of a copy strategy look, such as list 35 and list 36. */
final class ListViews {
    private static final int WIDTH = 96;

    /** Ranges shown of a list where there are others beside it. */
    private static final int RANGES = 5;

    private ListViews() {}

    /** All lists of a resynchronization. */
    static String lists(CopyLists lists) {
        String title =
                lists.strategy()
                        + ", #"
                        + lists.source()
                        + " to #"
                        + lists.destination()
                        + (lists.running() ? ", at work" : ", done")
                        + " at clock "
                        + lists.clock()
                        + ": "
                        + Units.plural(lists.pages(), "page")
                        + " of "
                        + Units.bytes(lists.pageSize());
        if (lists.lists().isEmpty()) {
            return title + "\nThis strategy keeps no lists.";
        }
        Table table = new Table("list", ">pages", ">bytes", "what is in it", "which");
        for (MemoList list : lists.lists()) {
            List<String> ranges = ranges(list);
            String which = String.join(", ", ranges.subList(0, Math.min(RANGES, ranges.size())));
            table.row(
                    list.name(),
                    Units.count(list.length()),
                    Units.bytes((long) list.length() * lists.pageSize()),
                    list.meaning(),
                    ranges.size() <= RANGES ? which : which + ", ...");
        }
        return title + "\n\n" + table.wrap(WIDTH);
    }

    /** One list with all that is in it. */
    static String list(MemoList list) {
        String title = "list " + list.name() + ", " + list.meaning() + ": ";
        return title
                + Units.plural(list.length(), "page")
                + (list.length() == 0 ? "" : "\n" + Text.wrap("  ", ", ", ranges(list), WIDTH));
    }

    private static List<String> ranges(MemoList list) {
        List<String> ranges = new ArrayList<>();
        BitSet pages = list.pages();
        int from = pages.nextSetBit(0);
        while (from >= 0) {
            int end = pages.nextClearBit(from);
            ranges.add(end == from + 1 ? Integer.toString(from) : from + "-" + (end - 1));
            from = pages.nextSetBit(end);
        }
        return ranges;
    }
}
