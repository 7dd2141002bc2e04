package ft.chipset.controller.view;

import ft.api.cpu.CpuSubsystem;
import ft.api.fault.FaultSite.Strike;
import ft.api.state.StateEvent;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one controller knows at the end of a quantum; when all have all reports, all decide alike.
 *
 * <p>Mutable and reused, one for each system.
 */
public final class Report {
    /** Round it belongs to; reports are complete when all have the running round's number. */
    public long round = -1;

    /** Clock of the CPU subsystem. */
    public long clock;

    /** Instructions it has retired. */
    public long retired;

    /** Clock of the earliest command that is scheduled at this side. */
    public long earliest = Long.MAX_VALUE;

    /** Whether firmware is as far as to take a service interrupt on every hart. */
    public boolean ready;

    /** Whether somebody at this side wants to see every boundary, the guest's harts, or both. */
    public boolean watchesEach;

    /** Hash over the guarded pages that harts touched, and when. */
    public long touchedGuards;

    /** Guarded pages that were found to differ when they were touched, so far. */
    public long guardRepairs;

    /** Signature of the quantum, compared or not; of the own side only. */
    public long ownSignature;

    /** IO subsystems that this side's CPU subsystem has asked in the quantum, a bit for each. */
    public int asked;

    /** Clock of the last request that the guest made there. */
    public long lastAsked;

    /** Whether the harts of that CPU subsystem all wait. */
    public boolean sleeps;

    /** Whether the IO subsystem of this side has nothing to do at the boundary. */
    public boolean ioRests;

    /** Clock of its next alarm, if it rests. */
    public long alarm;

    /** Its interrupt lines, if it rests. */
    public int lines;

    /** Events of this side. */
    public final List<Notice> notices = new ArrayList<>();

    /** Commands taken in at this side. */
    public final List<Command> commands = new ArrayList<>();

    /** Bus signature of the quantum, and the round it belongs to. */
    public long signature;

    public long signatureRound = -1;

    /** What the comparator of this side found, and the round it belongs to. */
    public String disagreement = "";

    /** Why the comparator's majority says that a system is wrong; empty where it does not. */
    public final String[] outvoted;

    /** What faults of this side did in the quantum. */
    public final List<Strike> strikes = new ArrayList<>();

    /** Whether that comparator had anything to compare. */
    public boolean comparedIo;

    public boolean queueFull;
    public long verdictRound = -1;

    public Report(int systems) {
        outvoted = new String[systems];
        Arrays.fill(outvoted, "");
    }

    /** Whether the comparator of this side says that a system is wrong. */
    public boolean outvotes() {
        for (String each : outvoted) {
            if (!each.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Begins the report of the own side. */
    public void begin(long ofRound, CpuSubsystem cpu) {
        round = ofRound;
        clock = cpu == null ? 0 : cpu.clock();
        sleeps = cpu != null && cpu.idleUntil() > clock;
        retired = cpu == null ? 0 : cpu.retired();
        notices.clear();
        commands.clear();
    }

    public void putSignature(FrameBuffer out) {
        out.putLong(signatureRound).putLong(signature);
    }

    public void takeSignature(FrameBuffer in) {
        signatureRound = in.getLong();
        signature = in.getLong();
    }

    private void putRest(FrameBuffer out) {
        out.putByte(ioRests ? 1 : 0).putLong(alarm).putInt(lines);
    }

    private void getRest(FrameBuffer in) {
        ioRests = in.getByte() != 0;
        alarm = in.getLong();
        lines = in.getInt();
    }

    /** The verdict is that there was nothing to judge. */
    public void clearVerdict() {
        verdictRound = round;
        queueFull = false;
        comparedIo = false;
        disagreement = "";
        Arrays.fill(outvoted, "");
        strikes.clear();
    }

    public void putVerdict(FrameBuffer out) {
        putRest(out);
        out.putLong(verdictRound)
                .putByte(queueFull ? 1 : 0)
                .putByte(comparedIo ? 1 : 0)
                .putText(disagreement);
        for (String text : outvoted) {
            out.putText(text);
        }
        out.putInt(strikes.size());
        for (Strike strike : strikes) {
            out.putInt(strike.id()).putLong(strike.clock()).putText(strike.text());
        }
    }

    public void takeVerdict(FrameBuffer in) {
        getRest(in);
        verdictRound = in.getLong();
        queueFull = in.getByte() != 0;
        comparedIo = in.getByte() != 0;
        disagreement = in.getText();
        for (int i = 0; i < outvoted.length; i++) {
            outvoted[i] = in.getText();
        }
        strikes.clear();
        for (int i = in.getInt(); i > 0; i--) {
            strikes.add(new Strike(in.getInt(), in.getLong(), in.getText()));
        }
    }

    public void put(FrameBuffer out, RecordCodec codec) {
        out.putLong(round).putLong(clock).putLong(retired).putLong(earliest);
        out.putByte(ready ? 1 : 0).putByte(watchesEach ? 1 : 0);
        out.putInt(asked).putLong(lastAsked).putByte(sleeps ? 1 : 0);
        putRest(out);
        out.putLong(touchedGuards).putLong(guardRepairs);
        out.putInt(notices.size());
        for (Notice notice : notices) {
            out.putByte(notice.event().ordinal()).putInt(notice.subject()).putText(notice.text());
        }
        out.putInt(commands.size());
        for (Command command : commands) {
            out.putInt(command.origin()).putLong(command.id());
            codec.put(out, command.order());
        }
    }

    public void get(FrameBuffer in, RecordCodec codec) {
        round = in.getLong();
        clock = in.getLong();
        retired = in.getLong();
        earliest = in.getLong();
        ready = in.getByte() != 0;
        watchesEach = in.getByte() != 0;
        asked = in.getInt();
        lastAsked = in.getLong();
        sleeps = in.getByte() != 0;
        getRest(in);
        touchedGuards = in.getLong();
        guardRepairs = in.getLong();
        notices.clear();
        for (int i = in.getInt(); i > 0; i--) {
            StateEvent event = StateEvent.values()[in.getByte()];
            notices.add(new Notice(event, in.getInt(), in.getText()));
        }
        commands.clear();
        for (int i = in.getInt(); i > 0; i--) {
            commands.add(new Command(in.getInt(), in.getLong(), codec.get(in)));
        }
    }
}
