package ft.io.subsystem;

import ft.api.io.SlotDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which device type is in which bay. All IO subsystems with equal bays have the same plan, so that
 * they hold the same types in the same bays whoever of them looks first.
 *
 * <p>The rule: what has a bay keeps it until its bundle has gone. Those that have none get one in
 * the order of their names, each the first free one that fits.
 *
 * <p><b>Threading:</b> guarded by the {@link DeviceDirectory}.
 */
final class BayPlan {
    private final SortedMap<Integer, String> types = new TreeMap<>();

    /**
     * What decides about the bays of an IO subsystem.
     *
     * @param bays the bays, by their number among the slots; in IO subsystem 0, whichever it is
     * @param described types that have slots of their own
     */
    record Shape(SortedMap<Integer, SlotDescription> bays, Set<String> described) {
        static Shape of(List<SlotDescription> slots) {
            SortedMap<Integer, SlotDescription> bays = new TreeMap<>();
            for (int i = 0; i < slots.size(); i++) {
                SlotDescription slot = slots.get(i);
                if (slot.isBay()) {
                    bays.put(
                            i,
                            new SlotDescription(
                                    "bay " + bays.size(),
                                    0,
                                    SlotDescription.ANY,
                                    slot.base(),
                                    slot.size(),
                                    slot.interrupt(),
                                    Map.of()));
                }
            }
            return new Shape(
                    bays, slots.stream().map(SlotDescription::device).collect(Collectors.toSet()));
        }
    }

    /**
     * Where types are now.
     *
     * @param types by the number of the slot
     * @param homeless providers of types for which there is no bay, in the order of their types
     */
    record Places(Map<Integer, String> types, List<DeviceProvider> homeless) {}

    /**
     * Finds places for all types that are to be had.
     *
     * @param all providers, the best of each type before the others of it
     * @param returns whether a type that is not to be had right now is about to come back
     */
    Places place(Shape shape, List<DeviceProvider> all, Predicate<String> returns) {
        SortedMap<String, DeviceProvider> wanting = new TreeMap<>();
        for (DeviceProvider provider : all) {
            if (provider.needs().bay() && !shape.described().contains(provider.type())) {
                wanting.putIfAbsent(provider.type(), provider);
            }
        }
        types.entrySet()
                .removeIf(
                        entry -> {
                            DeviceProvider provider = wanting.get(entry.getValue());
                            // A newer version may have grown out of its bay.
                            return provider == null
                                    ? !returns.test(entry.getValue())
                                    : !fits(provider, shape.bays().get(entry.getKey()));
                        });
        List<DeviceProvider> homeless = new ArrayList<>();
        for (DeviceProvider provider : wanting.values()) {
            if (types.containsValue(provider.type())) {
                continue;
            }
            Optional<Integer> bay = bay(shape, provider);
            bay.ifPresent(number -> types.put(number, provider.type()));
            if (bay.isEmpty()) {
                homeless.add(provider);
            }
        }
        Map<Integer, String> now = new HashMap<>(types);
        now.values().retainAll(wanting.keySet());
        return new Places(now, homeless);
    }

    private Optional<Integer> bay(Shape shape, DeviceProvider provider) {
        return shape.bays().keySet().stream()
                .filter(bay -> !types.containsKey(bay))
                .filter(bay -> fits(provider, shape.bays().get(bay)))
                .findFirst();
    }

    private static boolean fits(DeviceProvider provider, SlotDescription bay) {
        return provider.needs().misfit(bay).isEmpty();
    }
}
