package ft.chipset.description;

import ft.api.cpu.CpuEngine;
import ft.api.server.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the systems of a server execute instructions, as a configuration has it. */
final class Engines {
    private Engines() {}

    /** The engines of systems; the last one stands for all that follow. */
    static List<CpuEngine> read(String text, int systems) throws ServerException {
        List<CpuEngine> engines = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            engines.add(engine(name.trim(), text));
        }
        if (engines.size() > systems && systems > 1) {
            throw new ServerException(
                    "engine=%s names %d engines, but there are %d systems"
                            .formatted(text, engines.size(), systems));
        }
        return least(engines.subList(0, Math.min(engines.size(), systems)));
    }

    private static CpuEngine engine(String name, String text) throws ServerException {
        for (CpuEngine engine : CpuEngine.values()) {
            if (engine.name().equals(name.toUpperCase(Locale.ROOT))) {
                return engine;
            }
        }
        throw new ServerException(
                "engine="
                        + text
                        + " is none of "
                        + List.of(CpuEngine.values())
                        + ", or, with commas, one for each system");
    }

    // One way to say the same: without what the last one stands for anyway.
    private static List<CpuEngine> least(List<CpuEngine> engines) {
        int size = engines.size();
        while (size > 1 && engines.get(size - 1) == engines.get(size - 2)) {
            size--;
        }
        return engines.subList(0, size);
    }

    /** As a configuration has them. */
    static String text(List<CpuEngine> engines) {
        return engines.stream().map(CpuEngine::name).collect(Collectors.joining(","));
    }
}
