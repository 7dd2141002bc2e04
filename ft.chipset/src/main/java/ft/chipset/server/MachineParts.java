package ft.chipset.server;

import ft.api.cpu.CpuSubsystemFactory;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;

/** Which bundle each part of a machine came from. Any thread. */
final class MachineParts {
    private final CurrentDescription description;
    private final Parts parts;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final ServerRecords records;

    MachineParts(
            CurrentDescription description,
            Parts parts,
            LazyMachine machine,
            HostDesk desk,
            ServerRecords records) {
        this.description = description;
        this.parts = parts;
        this.machine = machine;
        this.desk = desk;
        this.records = records;
    }

    /** See {@link ft.api.server.FtServer#parts}. */
    List<PartStatus> all() {
        Machine now = machine.now();
        if (now == null) {
            return List.of();
        }
        Machine.Origins origins = now.origins();
        List<PartStatus> all = new ArrayList<>();
        all.add(shared(parts.controller(), PartKind.CONTROLLER));
        all.add(shared(origins.crosslink(), PartKind.CROSSLINK));
        strategy(all);
        String policy = description.now().ioMismatch();
        parts.policy(policy)
                .ifPresent(
                        part ->
                                all.add(
                                        part.status(
                                                PartStatus.SHARED,
                                                PartKind.POLICY,
                                                policy,
                                                parts)));
        for (int i = 0; i < description.now().systems(); i++) {
            SystemStatus status = records.status(i);
            Part<CpuSubsystemFactory> board = desk.board(i);
            if (board != null && status != null && status.state() != SystemState.OFF) {
                all.add(board.status(i, PartKind.PROCESSOR, "", parts));
            }
            all.add(origins.io().status(i, PartKind.IO, "", parts));
            all.addAll(now.controllers().get(i).io().devices());
        }
        return all;
    }

    private PartStatus shared(Part<?> part, PartKind kind) {
        return part.status(PartStatus.SHARED, kind, "", parts);
    }

    /** The one that the next resynchronization begins with. */
    private void strategy(List<PartStatus> all) {
        String selected = description.now().strategy();
        for (StrategyStatus each : parts.strategies(selected)) {
            if (each.selected()) {
                int blank = each.bundle().indexOf(' ');
                String bundle = blank < 0 ? each.bundle() : each.bundle().substring(0, blank);
                String version = blank < 0 ? "" : each.bundle().substring(blank + 1);
                all.add(
                        new PartStatus(
                                PartStatus.SHARED,
                                PartKind.STRATEGY,
                                each.name(),
                                bundle,
                                version,
                                true));
            }
        }
    }
}
