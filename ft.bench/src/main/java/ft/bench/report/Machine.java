package ft.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on: without it they say nothing to anybody else. */
public final class Machine {
    private final Map<String, String> facts = new LinkedHashMap<>();

    /**
     * Of this machine, now.
     *
     * @param version of ours
     * @param qemu what the QEMU beside us says of itself
     */
    public Machine(String version, Optional<String> qemu) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        facts.put("processor", processor(system));
        facts.put("memory", fact("/proc/meminfo", "MemTotal").orElse("unknown"));
        facts.put("system", system.getName() + " " + system.getVersion());
        facts.put(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("QEMU", qemu.orElse("not installed"));
        facts.put("server", version);
        double load = system.getSystemLoadAverage();
        facts.put(
                "load at the start",
                load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
    }

    private static String processor(OperatingSystemMXBean system) {
        String model = fact("/proc/cpuinfo", "model name").orElse(system.getArch());
        return system.getAvailableProcessors() + " x " + model;
    }

    /** What a file of Linux says after a word and a colon; elsewhere there is no such file. */
    private static Optional<String> fact(String file, String word) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(word))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Name and value of each fact. */
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /** A line for each fact. */
    @Override
    public String toString() {
        return facts.entrySet().stream()
                .map(fact -> String.format("%-18s %s", fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
