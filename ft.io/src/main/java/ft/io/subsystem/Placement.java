package ft.io.subsystem;

import ft.api.io.SlotDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says which device type belongs where: into a bay, or into a slot that it brings along; and why
 * some have no place.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem; {@link #refusals} any thread.
 */
final class Placement {
    private final BayPlan.Shape shape;
    private final Backplane backplane;
    private final DeviceDirectory directory;
    private final Supplier<List<Slot>> slots;
    private final Consumer<SlotDescription> add;
    private final Set<String> told = new HashSet<>();
    private volatile List<String> refusals = List.of();

    /**
     * Of an IO subsystem.
     *
     * @param slots what there is
     * @param add makes one more slot
     */
    Placement(
            BayPlan.Shape shape,
            Backplane backplane,
            DeviceDirectory directory,
            Supplier<List<Slot>> slots,
            Consumer<SlotDescription> add) {
        this.shape = shape;
        this.backplane = backplane;
        this.directory = directory;
        this.slots = slots;
        this.add = add;
    }

    boolean hasBays() {
        return !shape.bays().isEmpty();
    }

    /** What has no place, and why. */
    List<String> refusals() {
        return refusals;
    }

    /** Says which type belongs into which bay, and what has no place. */
    void arrange(boolean live) {
        if (!live || directory.isFrozen()) {
            return;
        }
        Set<String> all = new TreeSet<>();
        takeBrought(all);
        BayPlan.Places places = directory.bays(shape);
        for (Slot slot : slots.get()) {
            String type = slot.description().device();
            slot.occupancy()
                    .belongs(
                            slot.description().isBay()
                                    ? places.types().getOrDefault(slot.index(), "")
                                    : type);
        }
        // Without bays a description has what it names, and nothing is missing.
        for (DeviceProvider provider : hasBays() ? places.homeless() : List.<DeviceProvider>of()) {
            all.add(refusal(provider, whyHomeless(provider)));
        }
        for (int bay : shape.bays().keySet()) {
            Slot slot = slots.get().get(bay);
            String type = places.types().get(bay);
            if (type != null
                    && !slot.occupancy().orders().chosen().isEmpty()
                    && !slot.occupancy().orders().chosen().equals(type)) {
                all.add(
                        "The device type %s waits for slot %s, into which an operator has put %s."
                                .formatted(
                                        type,
                                        slot.description().name(),
                                        slot.occupancy().orders().chosen()));
            }
        }
        refusals = List.copyOf(all);
        told.retainAll(all);
        for (String sentence : all) {
            if (told.add(sentence)) {
                backplane.log().warn(sentence, null);
                backplane.inputSink().told(sentence);
            }
        }
    }

    private static String refusal(DeviceProvider provider, String why) {
        return "The device type %s of %s %s.".formatted(provider.type(), provider.origin(), why);
    }

    /**
     * Makes the slots that bundles bring along; of two that want the same, who was first has it.
     */
    private void takeBrought(Set<String> refused) {
        List<DeviceProvider> providers = new ArrayList<>(directory.all());
        providers.sort(Comparator.comparing(DeviceProvider::type));
        Set<String> types = new HashSet<>();
        for (DeviceProvider provider : providers) {
            if (!types.add(provider.type())) {
                continue; // of a type the best decides
            }
            String mistake = provider.needs().mistake();
            if (!mistake.isEmpty()) {
                refused.add(refusal(provider, "cannot be used: " + mistake));
            }
            try {
                for (SlotDescription slot : BroughtSlot.of(provider, backplane.number())) {
                    bring(slot);
                }
            } catch (IllegalArgumentException e) {
                refused.add(refusal(provider, e.getMessage()));
            }
        }
    }

    private void bring(SlotDescription description) {
        List<SlotDescription> all = new ArrayList<>();
        for (Slot slot : slots.get()) {
            if (slot.description().equals(description)) {
                return;
            }
            all.add(slot.description());
        }
        all.add(description);
        try {
            SlotLayout.check(backplane.number(), all);
        } catch (IllegalArgumentException e) {
            String sentence = e.getMessage().strip();
            throw new IllegalArgumentException(
                    "gets no slot: " + sentence.substring(0, sentence.length() - 1), e);
        }
        add.accept(description);
    }

    private String whyHomeless(DeviceProvider provider) {
        String misfit = "";
        for (int bay : shape.bays().keySet()) {
            String why = provider.needs().misfit(slots.get().get(bay).description());
            if (why.isEmpty()) {
                return "has no slot in the server description, and every bay that fits is taken";
            }
            misfit = why;
        }
        return misfit;
    }
}
