package ft.chipset.snapshot;

import ft.api.fields.StateFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What controllers had, for others that take their place in this program at once: nothing that is
 * kept outside of it is in here.
 */
public final class HandedState {
    private final List<SavedPart> systems = new ArrayList<>();

    private HandedState() {}

    /**
     * Saves it.
     *
     * @param systems names the fields of each system's controller
     */
    public static HandedState of(List<Consumer<StateFields>> systems) {
        HandedState state = new HandedState();
        BlockPool pool = new BlockPool();
        for (Consumer<StateFields> names : systems) {
            String path = ServerSnapshot.system(state.systems.size());
            SavedPart part = new SavedPart(path, Origin.of(state));
            names.accept(new PartSaver(part, null, pool, false));
            state.systems.add(part);
        }
        return state;
    }

    /** Gives what a system's controller had to another one. */
    public StateFields of(int system) {
        return new PartLoader(systems.get(system), false);
    }
}
