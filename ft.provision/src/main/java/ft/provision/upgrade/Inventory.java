package ft.provision.upgrade;

import ft.api.io.SlotStatus;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.StrategyStatus;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server has that bundles come and go with.
 *
 * @param devices slots with a device in them
 * @param strategies copy strategies
 */
record Inventory(Set<String> devices, Set<String> strategies) {
    /** Of a server as it is now. */
    static Inventory of(FtServer server) {
        Set<String> devices = new TreeSet<>();
        server.slots().stream()
                .filter(slot -> slot.present())
                .forEach(slot -> devices.add(slot.slot().name()));
        Set<String> strategies = new TreeSet<>();
        server.strategies().stream().map(StrategyStatus::name).forEach(strategies::add);
        return new Inventory(devices, strategies);
    }

    /** What there was before and is no more, in words; empty if nothing is missing. */
    Optional<String> lacks(Inventory before, FtServer server) {
        for (SlotStatus slot : server.slots()) {
            String name = slot.slot().name();
            if (before.devices.contains(name) && !devices.contains(name)) {
                String why = slot.problem().isEmpty() ? "" : " (" + slot.problem() + ")";
                return Optional.of("the device in slot " + name + why);
            }
        }
        for (String strategy : before.strategies) {
            if (!strategies.contains(strategy)) {
                return Optional.of("the copy strategy " + strategy);
            }
        }
        return Optional.empty();
    }

    /** Whether a device of an edition is still in a slot. */
    static boolean uses(FtServer server, Edition edition) {
        return server.parts().stream()
                .filter(part -> part.kind() == PartKind.DEVICE)
                .anyMatch(part -> isOf(part, edition));
    }

    private static boolean isOf(PartStatus part, Edition edition) {
        return part.bundle().equals(edition.bundle()) && part.version().equals(edition.version());
    }
}
