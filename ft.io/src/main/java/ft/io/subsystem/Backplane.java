package ft.io.subsystem;

import ft.api.fields.StateFields;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem.InputSink;
import ft.api.io.IoSubsystem.OutputSink;
import ft.api.io.MasterAborts;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.slot.PowerRequest;
import java.util.List;
import java.util.Optional;
import org.osgi.service.log.LogLevel;

/** What the slots of one IO subsystem share. Used by the thread that owns the IO subsystem. */
final class Backplane {
    private static final DeviceLog NOBODY =
            new DeviceLog() {
                @Override
                public boolean wants(String slot, LogLevel level) {
                    return false;
                }

                @Override
                public void log(long clock, String slot, LogLevel level, String text) {}
            };

    private final int number;
    private final GuestTime time;
    private final InboundPort port;
    private final IoLog log;
    private final Agenda agenda;

    /** Set by the thread that prepares the server, before it is powered on. */
    private volatile OutputSink sink = (slot, channel, clock, data, offset, length) -> {};

    /** Set likewise. */
    private volatile InputSink inputSink = (slot, channel, data) -> {};

    /** Set likewise. */
    private volatile DeviceLog deviceLog = NOBODY;

    private volatile boolean hasHost = true;

    private final HostInputs input = new HostInputs();

    private final Networks networks = new Networks();

    private DeviceProbe probe;
    private long clock;
    private boolean atBoundary;
    private boolean workRequested;
    private boolean ejected;
    private int lines;
    private PowerRequest power;

    /** What came out of the board itself while a device called it. */
    private RuntimeException boardFailure;

    /** Read by any thread. */
    private volatile MasterAborts aborts = MasterAborts.NONE;

    Backplane(int number, GuestTime time, InboundPort port, IoLog log) {
        this.number = number;
        this.time = time;
        this.port = port;
        this.log = log;
        this.agenda = new Agenda(time);
    }

    int number() {
        return number;
    }

    IoLog log() {
        return log;
    }

    Agenda agenda() {
        return agenda;
    }

    boolean dmaRead(long address, byte[] target, int offset, int length) {
        try {
            return port.dmaRead(address, target, offset, length);
        } catch (RuntimeException e) {
            boardFailure = e;
            throw e;
        }
    }

    boolean dmaWrite(long address, byte[] source, int offset, int length) {
        try {
            return port.dmaWrite(address, source, offset, length);
        } catch (RuntimeException e) {
            boardFailure = e;
            throw e;
        }
    }

    /** Who hears what goes on, or null. */
    DeviceProbe probe() {
        return probe;
    }

    void probe(DeviceProbe newProbe) {
        probe = newProbe;
    }

    void output(String slot, String channel, byte[] data, int offset, int length) {
        try {
            sink.output(slot, channel, clock, data, offset, length);
        } catch (RuntimeException e) {
            boardFailure = e;
            throw e;
        }
    }

    /** Passes a failure of the board on to whoever runs it, whatever the device made of it. */
    void throwBoardFailure() {
        if (boardFailure != null) {
            RuntimeException failure = boardFailure;
            boardFailure = null;
            throw failure;
        }
    }

    HostInputs input() {
        return input;
    }

    Networks networks() {
        return networks;
    }

    void sink(OutputSink newSink) {
        sink = newSink;
    }

    DeviceLog deviceLog() {
        return deviceLog;
    }

    void deviceLog(DeviceLog newLog) {
        deviceLog = newLog;
    }

    InputSink inputSink() {
        return inputSink;
    }

    void inputSink(InputSink newSink) {
        inputSink = newSink;
    }

    boolean hasHost() {
        return hasHost;
    }

    void hasHost(boolean connected) {
        hasHost = connected;
    }

    long clock() {
        return clock;
    }

    void clock(long now) {
        clock = now;
    }

    long nanos() {
        return time.nanos(clock);
    }

    boolean atBoundary() {
        return atBoundary;
    }

    void atBoundary(boolean now) {
        atBoundary = now;
    }

    boolean workRequested() {
        return workRequested;
    }

    void workRequested(boolean requested) {
        workRequested = requested;
    }

    /** Whether the board has been pulled and is about to lose power. */
    boolean isEjected() {
        return ejected;
    }

    void eject() {
        ejected = true;
    }

    int lines() {
        return lines;
    }

    void line(int interrupt, boolean high) {
        if (interrupt != 0) {
            lines = high ? lines | 1 << interrupt : lines & ~(1 << interrupt);
        }
    }

    /** The first request counts: what a device asks later it asks of a board that is going down. */
    void request(PowerRequest request) {
        if (power == null) {
            power = request;
        }
    }

    Optional<PowerRequest> takePowerRequest() {
        PowerRequest taken = power;
        power = null;
        return Optional.ofNullable(taken);
    }

    /** Counts and latches a request that nothing answered; gives what a read then gives. */
    long abort(long offset, int size, boolean write) {
        aborts = new MasterAborts(aborts.count() + 1, offset, size, write, clock);
        return -1;
    }

    MasterAborts aborts() {
        return aborts;
    }

    /** All that is no slot's own. */
    void state(StateFields fields) {
        fields.version(1);
        clock = fields.number("clock", clock);
        ejected = fields.flag("ejected", ejected);
        List<PowerRequest> asked =
                fields.list(
                        "power",
                        power == null ? List.of() : List.of(power),
                        new PowerRequest(PowerRequest.Kind.PASS, 0),
                        (at, own) ->
                                new PowerRequest(
                                        PowerRequest.Kind.valueOf(
                                                fields.text(at + "kind", own.kind().name())),
                                        (int) fields.number(at + "code", own.code())));
        power = asked.isEmpty() ? null : asked.get(0);
        aborts =
                new MasterAborts(
                        fields.number("aborts", aborts.count()),
                        fields.number("abort.offset", aborts.offset()),
                        (int) fields.number("abort.size", aborts.size()),
                        fields.flag("abort.write", aborts.write()),
                        fields.number("abort.clock", aborts.clock()));
        input.state(fields);
        agenda.state(fields);
        networks.state(fields.part("networks", this));
    }

    void reset() {
        aborts = MasterAborts.NONE;
        boardFailure = null;
        clock = 0;
        workRequested = false;
        ejected = false;
        lines = 0;
        power = null;
        agenda.reset();
        networks.reset();
    }
}
