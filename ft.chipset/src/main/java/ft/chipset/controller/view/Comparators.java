package ft.chipset.controller.view;

import ft.api.fault.Fault.Comparator;
import ft.api.fault.Fault.ComparatorStuck;
import ft.api.fault.Fault.Result;
import ft.api.fields.StateFields;
import ft.chipset.snapshot.Fields;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the comparators of all systems say, stuck ones included, and which of them is not believed
 * any more. Two comparators that look at the same and do not say the same are a contradiction: one
 * of them is wrong, and no CPU subsystem needs to be. Whoever says "different" alone again and
 * again, with no agreement in between, is taken to be broken. The same in every controller.
 */
public final class Comparators {
    /** Contradictions in a row after which a comparator is taken to be broken. */
    public static final int PATIENCE = 3;

    private final Map<Comparator, Result[]> stuck = new EnumMap<>(Comparator.class);
    private final Map<Comparator, int[]> alone = new EnumMap<>(Comparator.class);

    public Comparators(int systems) {
        for (Comparator each : Comparator.values()) {
            Result[] sound = new Result[systems];
            Arrays.fill(sound, Result.SOUND);
            stuck.put(each, sound);
            alone.put(each, new int[systems]);
        }
    }

    public void stick(ComparatorStuck fault) {
        stuck.get(fault.comparator())[fault.system()] = fault.result();
    }

    /** A system has another board, with comparators that are sound. */
    public void replaced(int system) {
        for (Comparator each : Comparator.values()) {
            stuck.get(each)[system] = Result.SOUND;
            alone.get(each)[system] = 0;
        }
    }

    /** All of it, for a snapshot. */
    public void state(StateFields fields) {
        for (Comparator each : Comparator.values()) {
            Fields.constants(fields, each + ".stuck", stuck.get(each), Result.class);
            Fields.numbers(fields, each + ".alone", alone.get(each));
        }
    }

    /** Whether a comparator says "different". */
    public boolean says(Comparator which, int system, boolean different) {
        Result result = stuck.get(which)[system];
        return result == Result.SOUND ? different : result == Result.DIFFERENT;
    }

    /** Whether a comparator says "equal" whatever it sees. */
    public boolean isSilent(Comparator which, int system) {
        return stuck.get(which)[system] == Result.EQUAL;
    }

    /** A comparator says "different" alone; whether it is to be believed. */
    public boolean believes(Comparator which, int system) {
        return ++alone.get(which)[system] < PATIENCE;
    }

    /** A comparator agrees with what else is known. */
    public void agrees(Comparator which, int system) {
        alone.get(which)[system] = 0;
    }
}
