package ft.api.server;

import java.util.List;

/**
 * What a server's memory, contexts and output are at an instruction boundary; two runs with equal
 * probes at equal clocks have had the same history as far as a guest can tell.
 *
 * @param clock clock of the system in service, in cycles
 * @param retired instructions it has retired
 * @param memory digest of its main storage, one for each system that is online; the first is ACT
 * @param context digest of its context, likewise
 * @param output digest of everything that devices sent to the host, with its clock values
 * @param outputBytes number of bytes of that output
 */
public record Probe(
        long clock,
        long retired,
        List<String> memory,
        List<String> context,
        String output,
        long outputBytes) {
    /** Copies the lists. */
    public Probe {
        memory = List.copyOf(memory);
        context = List.copyOf(context);
    }
}
