package ft.campaign.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first finding of each invariant in a run, and how often each was seen. */
public final class Findings {
    private final Map<String, Finding> first = new LinkedHashMap<>();
    private int count;

    /** Takes a finding. */
    public void add(String invariant, long clock, String text) {
        count++;
        first.putIfAbsent(invariant, new Finding(invariant, clock, text));
    }

    /** The first of each invariant, in the order in which they were seen. */
    public List<Finding> all() {
        return new ArrayList<>(first.values());
    }

    /** All of them, repetitions included. */
    public int count() {
        return count;
    }
}
