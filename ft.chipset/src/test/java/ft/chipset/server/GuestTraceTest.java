package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceEvent.Access;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

/** A trace tells what a guest does, and the guest does the same without it. */
class GuestTraceTest {
    private static final long END = 3_000_000;

    private final TestParts parts = new TestParts();
    private final List<TraceEvent> events = Collections.synchronizedList(new ArrayList<>());

    /** Runs a guest to the end, traced or not. */
    private Probe run(String guest, TraceFilter filter) throws Exception {
        try (FtServer server = parts.server("driver=SEQUENTIAL", "automaticSync=true")) {
            server.guest(parts.guest(guest, "200"));
            AutoCloseable trace = filter == null ? () -> {} : server.trace(filter, events::add);
            var probe = server.probeAt(END);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(60, TimeUnit.SECONDS);
            Probe found = probe.get(60, TimeUnit.SECONDS);
            trace.close();
            return found;
        }
    }

    private static TraceFilter devices(String slot, Map<String, LogLevel> levels) {
        return new TraceFilter(
                Set.of(TraceKind.DEVICES),
                OptionalInt.empty(),
                OptionalInt.empty(),
                slot,
                0,
                -1,
                0,
                Long.MAX_VALUE,
                levels);
    }

    private List<Access> accesses() {
        return events.stream().filter(Access.class::isInstance).map(Access.class::cast).toList();
    }

    @Test
    void accessesToDevicesAreToldWithTheirRegisters() throws Exception {
        Probe untraced = run("ledger", null);
        Probe traced = run("ledger", TraceFilter.of(TraceKind.DEVICES));
        assertThat(traced).isEqualTo(untraced);
        StringBuilder sent = new StringBuilder();
        for (Access access : accesses()) {
            if (access.slot().equals("uart0") && access.register().equals("THR")) {
                assertThat(access.write()).isTrue();
                assertThat(access.address()).isEqualTo(0x1000_0000L);
                sent.append((char) access.value());
            }
        }
        assertThat(sent.toString()).contains("ledger");
        assertThat(accesses())
                .anyMatch(each -> each.slot().equals("disk1") && each.register().equals("Status"))
                .anyMatch(each -> each.slot().equals("src") && each.register().equals("ROLE"));
        assertThat(events).anyMatch(TraceEvent.Line.class::isInstance);
        // In both systems together there is one order of what happens.
        assertThat(events.stream().filter(each -> each.system() == 0).map(TraceEvent::clock))
                .isSorted();
    }

    @Test
    void aSlotAloneAndWhatItLogs() throws Exception {
        run("ledger", devices("disk0", Map.of("disk0", LogLevel.DEBUG)));
        assertThat(events).isNotEmpty();
        assertThat(accesses()).isNotEmpty().allMatch(each -> each.slot().equals("disk0"));
        assertThat(events)
                .filteredOn(TraceEvent.Log.class::isInstance)
                .extracting(each -> ((TraceEvent.Log) each).text())
                .anyMatch(
                        text -> text.startsWith("status ACKNOWLEDGE DRIVER DRIVER_OK FEATURES_OK"))
                .anyMatch(text -> text.startsWith("queue 0: ready, "))
                .anyMatch(text -> text.startsWith("write at sector "))
                .noneMatch(text -> text.startsWith("queue 0: a request"));
    }

    private List<String> texts() {
        return events.stream()
                .filter(TraceEvent.Instruction.class::isInstance)
                .map(each -> ((TraceEvent.Instruction) each).text())
                .toList();
    }

    @Test
    void instructionsAndTrapsAreToldAndTheHistoryIsTheSame() throws Exception {
        Probe untraced = run("ledger", null);
        TraceFilter filter =
                new TraceFilter(
                        Set.of(TraceKind.INSTRUCTIONS, TraceKind.TRAPS),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        "",
                        0,
                        -1,
                        1_500_000,
                        1_540_000,
                        Map.of());
        Probe traced = run("ledger", filter);
        assertThat(traced).isEqualTo(untraced);
        List<TraceEvent.Instruction> instructions =
                events.stream()
                        .filter(TraceEvent.Instruction.class::isInstance)
                        .map(TraceEvent.Instruction.class::cast)
                        .toList();
        assertThat(instructions).hasSizeGreaterThan(10_000);
        assertThat(instructions).allMatch(each -> each.clock() >= 1_500_000 && each.system() == 0);
        assertThat(instructions).extracting(TraceEvent.Instruction::clock).isSorted();
        assertThat(instructions).extracting(TraceEvent.Instruction::clock).doesNotHaveDuplicates();
        assertThat(texts()).noneMatch(text -> text.startsWith("."));
        // What one writes, the next ones find: an addition is right by the trace alone.
        Map<String, Long> known = new java.util.HashMap<>();
        int checked = 0;
        for (TraceEvent.Instruction each : instructions) {
            Long source = known.get("x" + (each.word() >>> 15 & 31));
            boolean addi = (each.word() & 0x707f) == 0x13;
            if (addi && source != null && (each.word() >>> 7 & 31) != 0) {
                assertThat(each.written().values()).containsExactly(source + (each.word() >> 20));
                checked++;
            }
            known.putAll(each.written());
        }
        assertThat(checked).isPositive();
    }

    @Test
    void trapsAreToldWithTheirCauses() throws Exception {
        Probe untraced = run("hello", null);
        Probe traced = run("hello", TraceFilter.of(TraceKind.TRAPS));
        assertThat(traced).isEqualTo(untraced);
        run("ledger", TraceFilter.of(TraceKind.TRAPS));
        assertThat(events)
                .filteredOn(TraceEvent.Trap.class::isInstance)
                .extracting(each -> (TraceEvent.Trap) each)
                .isNotEmpty()
                .allMatch(each -> each.to().equals("M") && !each.cause().isEmpty())
                .anyMatch(each -> each.interrupt() && each.cause().startsWith("machine "));
    }

    @Test
    void oneTraceAtATimeAndOnlySlotsThatAreThere() throws Exception {
        try (FtServer server = parts.server()) {
            AutoCloseable first = server.trace(TraceFilter.of(TraceKind.DEVICES), events::add);
            assertThatThrownBy(() -> server.trace(TraceFilter.of(TraceKind.DEVICES), events::add))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("traced already");
            first.close();
            assertThatThrownBy(() -> server.trace(devices("uart7", Map.of()), events::add))
                    .hasMessageStartingWith("There is no slot 'uart7'; the slots are finisher0,");
            server.trace(TraceFilter.of(TraceKind.DEVICES), events::add).close();
        }
    }
}
