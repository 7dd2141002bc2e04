package ft.console.view;

import java.util.AbstractList;
import java.util.List;

/**
 * A list that knows what it lists, so that it can be shown when it is empty.
 *
 * @param <T> what it lists
 */
public final class Rows<T> extends AbstractList<T> {
    private final Class<T> type;
    private final List<T> rows;
    private final String empty;

    /**
     * A list of some type.
     *
     * @param empty the sentence to show when there is nothing
     */
    public Rows(Class<T> type, List<T> rows, String empty) {
        this.type = type;
        this.rows = List.copyOf(rows);
        this.empty = empty;
    }

    /** What it lists. */
    public Class<T> type() {
        return type;
    }

    /** The sentence to show when there is nothing. */
    public String empty() {
        return empty;
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
