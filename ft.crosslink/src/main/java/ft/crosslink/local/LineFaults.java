package ft.crosslink.local;

import ft.api.crosslink.CrosslinkPort;
import ft.api.fault.Fault;
import ft.api.fault.Fault.LinkFault;
import ft.api.fault.Fault.Mishap;
import ft.api.fault.FaultSite;
import ft.api.fault.Trigger;
import ft.api.fields.StateFields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What happens to frames on the ways from one port. The sender decides, by its own count of frames,
 * and marks a frame with it; the receiver goes through what is marked.
 *
 * <p><b>Threading:</b> the thread that owns the sending port.
 */
final class LineFaults implements FaultSite {
    private static final Mishap[] MISHAPS = Mishap.values();

    private static final Active BLANK = new Active(0, new LinkFault(0, 1, Mishap.DELAY, 1));

    private final int system;
    private final int systems;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Active> active = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();

    /** Waits for a frame; the fault is null where only the trigger is watched. */
    private static final class Pending {
        final int id;
        final LinkFault fault;
        final int peer;
        long left;

        Pending(int id, LinkFault fault, int peer, long nth) {
            this.id = id;
            this.fault = fault;
            this.peer = peer;
            this.left = nth;
        }
    }

    private static final class Active {
        final int id;
        final LinkFault fault;
        int left;
        boolean told;

        Active(int id, LinkFault fault) {
            this.id = id;
            this.fault = fault;
            left = fault.count() == 0 ? Integer.MAX_VALUE : fault.count();
        }

        /** Transmissions of one frame that are hit. */
        int hits() {
            return isLoss(fault.manner()) ? Math.min(left, CrosslinkPort.REPETITIONS + 1) : 1;
        }
    }

    LineFaults(int system, int systems) {
        this.system = system;
        this.systems = systems;
    }

    private static boolean isLoss(Mishap mishap) {
        return mishap == Mishap.DROP || mishap == Mishap.CORRUPT;
    }

    @Override
    public void check(Fault fault) {
        if (!(fault instanceof LinkFault link) || link.system() != system) {
            throw new IllegalArgumentException(
                    "The crosslink of #"
                            + system
                            + " does not have the fault '"
                            + fault.text()
                            + "'");
        }
        checkPeer(link.peer());
    }

    private void checkPeer(int peer) {
        if (peer < 0 || peer >= systems || peer == system) {
            throw new IllegalArgumentException("There is no link from #" + system + " to #" + peer);
        }
    }

    @Override
    public void arm(int id, Fault fault, Trigger trigger) {
        check(fault);
        LinkFault link = (LinkFault) fault;
        if (trigger instanceof Trigger.AtFrame at && at.peer() == link.peer()) {
            pending.add(new Pending(id, link, at.peer(), at.nth()));
        } else if (trigger instanceof Trigger.Now) {
            active.add(new Active(id, link));
        } else {
            throw unseen(trigger);
        }
    }

    @Override
    public void watch(int id, Trigger trigger) {
        if (!(trigger instanceof Trigger.AtFrame at)) {
            throw unseen(trigger);
        }
        checkPeer(at.peer());
        pending.add(new Pending(id, null, at.peer(), at.nth()));
    }

    private static IllegalArgumentException unseen(Trigger trigger) {
        return new IllegalArgumentException(
                "A crosslink does not see the trigger '" + trigger.text() + "'");
    }

    /** Whether there is anything to do for a frame. */
    boolean isArmed() {
        return !pending.isEmpty() || !active.isEmpty();
    }

    /** The mark of the next frame to a peer; {@link #sent} follows when it has room. */
    int mark(int peer) {
        for (Pending next : pending) {
            if (next.peer == peer && next.left == 1 && next.fault != null) {
                Active hit = new Active(next.id, next.fault);
                return mark(next.fault.manner(), hit.hits());
            }
        }
        for (Active next : active) {
            if (next.fault.peer() == peer) {
                return mark(next.fault.manner(), next.hits());
            }
        }
        return 0;
    }

    /** A frame was sent to a peer, with its mark. */
    void sent(int peer) {
        Active begun = null;
        for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
            Pending next = each.next();
            if (next.peer != peer || --next.left > 0) {
                continue;
            }
            each.remove();
            if (next.fault == null) {
                strikes.add(new Strike(next.id, 0, "frame to #" + peer));
            } else if (begun == null) {
                begun = new Active(next.id, next.fault);
                active.add(0, begun);
            } else {
                active.add(new Active(next.id, next.fault));
            }
        }
        for (Iterator<Active> each = active.iterator(); each.hasNext(); ) {
            Active next = each.next();
            if (next.fault.peer() == peer) {
                hit(next);
                boolean down = next.hits() > CrosslinkPort.REPETITIONS;
                next.left -= next.fault.count() == 0 ? 0 : next.hits();
                // A link that was declared down carries no access traffic that could be hit.
                if (next.left == 0 || down) {
                    each.remove();
                }
                return;
            }
        }
    }

    private void hit(Active fault) {
        if (!fault.told) {
            fault.told = true;
            String text =
                    fault.hits() > CrosslinkPort.REPETITIONS
                            ? "link to #%d declared down after %d repetitions"
                                    .formatted(fault.fault.peer(), CrosslinkPort.REPETITIONS)
                            : "frame to #" + fault.fault.peer();
            strikes.add(new Strike(fault.id, 0, text));
        }
    }

    @Override
    public List<Strike> takeStrikes() {
        if (strikes.isEmpty()) {
            return List.of();
        }
        List<Strike> taken = List.copyOf(strikes);
        strikes.clear();
        return taken;
    }

    /** What waits and what has struck, with how often it still will. */
    void state(StateFields fields) {
        List<Pending> waiting =
                fields.list(
                        "pending",
                        pending,
                        new Pending(0, null, 0, 0),
                        (at, own) ->
                                new Pending(
                                        (int) fields.number(at + "id", own.id),
                                        link(fields.text(at + "fault", text(own.fault))),
                                        (int) fields.number(at + "peer", own.peer),
                                        fields.number(at + "left", own.left)));
        List<Active> struck =
                fields.list("active", active, BLANK, (at, own) -> active(fields, at, own));
        List<Strike> told = Strike.state(fields, strikes);
        if (fields.isLoading()) {
            pending.addAll(waiting);
            active.addAll(struck);
            strikes.addAll(told);
        }
    }

    private static Active active(StateFields fields, String at, Active own) {
        Active loaded =
                new Active(
                        (int) fields.number(at + "id", own.id),
                        link(fields.text(at + "fault", text(own.fault))));
        loaded.left = (int) fields.number(at + "left", own.left);
        loaded.told = fields.flag(at + "told", own.told);
        return loaded;
    }

    private static String text(LinkFault fault) {
        return fault == null ? "" : fault.text();
    }

    private static LinkFault link(String text) {
        return text.isEmpty() ? null : (LinkFault) Fault.parse(text);
    }

    private static int mark(Mishap mishap, int hits) {
        return (mishap.ordinal() + 1) << 8 | hits << 16;
    }

    /** The path of a frame, without its mark. */
    static int path(int marked) {
        return marked & 0xff;
    }

    /** What happens to a marked frame, or null. */
    static Mishap mishap(int marked) {
        int code = marked >> 8 & 0xff;
        return code == 0 ? null : MISHAPS[code - 1];
    }

    /** How often in a row it happens. */
    static int hits(int marked) {
        return marked >>> 16;
    }
}
