package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.server.CopyLists;
import ft.api.server.InjectedFault;
import ft.api.server.Outage;
import ft.api.server.ResyncProgress;
import ft.api.server.SystemStatus;
import ft.chipset.snapshot.RecordBytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server tells the outside about itself. Any thread. */
final class ServerRecords {
    private final EventLog events = new EventLog();
    private final GuestOutput output = new GuestOutput();
    private final DeviceLogs deviceLogs = new DeviceLogs();
    private final ReportLog reports = new ReportLog();
    private final Map<Integer, SystemStatus> status = new ConcurrentHashMap<>();
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private volatile ResyncProgress progress;
    private volatile CopyLists lists;
    private volatile List<InjectedFault> faults = List.of();
    private volatile String guestExit;

    /** Whether listeners hear nothing. */
    void mute(boolean quiet) {
        reports.mute(quiet);
        events.mute(quiet);
        output.mute(quiet);
        deviceLogs.mute(quiet);
    }

    EventLog events() {
        return events;
    }

    GuestOutput output() {
        return output;
    }

    DeviceLogs deviceLogs() {
        return deviceLogs;
    }

    void status(SystemStatus now) {
        status.put(now.system(), now);
        reports.shown(now.system());
    }

    SystemStatus status(int system) {
        return status.get(system);
    }

    void progress(ResyncProgress now) {
        progress = now;
    }

    Optional<ResyncProgress> progress() {
        return Optional.ofNullable(progress);
    }

    void lists(CopyLists last) {
        lists = last;
    }

    /** Those of the last copy strategy that has done its work. */
    Optional<CopyLists> lists() {
        return Optional.ofNullable(lists);
    }

    void faults(List<InjectedFault> now) {
        faults = List.copyOf(now);
    }

    List<InjectedFault> faults() {
        return faults;
    }

    ReportLog reports() {
        return reports;
    }

    void serviceLost(long clock, String cause) {
        outages.add(new Outage(outages.size() + 1, clock, cause, Instant.now(), Optional.empty()));
    }

    void serviceIsBack() {
        int last = outages.size() - 1;
        if (last >= 0 && outages.get(last).ended().isEmpty()) {
            Outage over = outages.get(last);
            outages.set(
                    last,
                    new Outage(
                            over.number(),
                            over.clock(),
                            over.cause(),
                            over.began(),
                            Optional.of(Instant.now())));
        }
    }

    List<Outage> outages() {
        return List.copyOf(outages);
    }

    /** What was told, for a snapshot; how each system is it tells again. */
    void state(StateFields fields) {
        fields.version(1);
        events.state(fields);
        output.state(fields.part("output", this));
        reports.state(fields);
        List<Outage> lost = records(fields, "outages", outages, Outage.class);
        String exit = fields.text("guestExit", guestExit == null ? "" : guestExit);
        if (fields.isLoading()) {
            outages.clear();
            outages.addAll(lost);
            guestExit = exit.isEmpty() ? null : exit;
            off();
        }
    }

    /** Names records. */
    static <T extends Record> List<T> records(
            StateFields fields, String name, List<T> all, Class<T> type) {
        return RecordBytes.read(fields.bytes(name, RecordBytes.write(List.copyOf(all))), type);
    }

    /** There is no machine any more. */
    void off() {
        status.clear();
        reports.tell();
        progress = null;
        lists = null;
    }

    /** The service starts anew. */
    void boot() {
        guestExit = null;
        output.clear();
    }

    void guestExit(String how) {
        guestExit = how;
    }

    Optional<String> guestExit() {
        return Optional.ofNullable(guestExit);
    }
}
