package ft.debug.gdb;

import ft.debug.packet.Hex;
import ft.debug.target.NotStoppedException;
import ft.debug.target.Stop;
import ft.debug.target.SystemTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A debugger that is attached to a system: answers its packets. Knows nothing of sockets and
 * threads.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class Session {
    /** What can be sent in one packet. */
    static final int PACKET_SIZE = 0x4000;

    /** Where packets go. */
    interface Outlet {
        /** Sends a packet; every character is a byte. */
        void send(String packet);

        /** From now on nothing is acknowledged. */
        void stopAcknowledging();
    }

    /** Answers a packet, without what its name is; null if the answer comes later or never. */
    interface Handler {
        String answer(String arguments);
    }

    static final String OK = "OK";
    static final String UNKNOWN = "";
    static final String NONSENSE = "E22";

    private static final int PATIENCE_TICKS = 20;

    private final SystemTarget target;
    private final Outlet outlet;
    private final Harts harts;
    private final WriteGuard guard;
    private final Server server;
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean running;
    private int ticks;
    private boolean ended;

    /** What a session needs to know of the server. */
    interface Server {
        /** What the system does that is not stopped, as a sentence. */
        String doing();

        /** What goes back in time, if anything keeps the past. */
        Optional<Reversal> reversal();

        /** How the guest has ended, if it has. */
        Optional<String> guestExit();
    }

    Session(SystemTarget target, Server server, WriteGuard guard, Monitor monitor, Outlet outlet) {
        this.target = target;
        this.server = server;
        this.outlet = outlet;
        this.guard = guard;
        harts = new Harts(target);
        handlers.put("?", arguments -> stopReply("05"));
        new QueryHandlers(harts, monitor, outlet).addTo(handlers);
        new DataHandlers(harts, guard, monitor.memory()).addTo(handlers);
        new PointHandlers(target).addTo(handlers);
        new RunHandlers(harts, this::go).addTo(handlers);
        new ReverseHandlers(harts, server.reversal(), this::go).addTo(handlers);
        handlers.put("D", arguments -> leave(OK));
        handlers.put("vKill", arguments -> leave(OK));
        handlers.put("k", arguments -> leave(null));
        target.interrupt();
    }

    /** An answer that says why not. GDB shows it as it comes, so nothing in it may be escaped. */
    static String error(String sentence) {
        return "E." + sentence.replaceAll("[#$}*]", "");
    }

    /** Whether the debugger has left. */
    boolean isEnded() {
        return ended;
    }

    /** Takes a packet. */
    void packet(String packet) {
        if (!waiting.isEmpty()) {
            waiting.add(packet);
            return;
        }
        try {
            String answer = answer(packet);
            if (answer != null) {
                outlet.send(answer);
            }
        } catch (NotStoppedException e) {
            // It was attached just now; the answer is there when it stops.
            waiting.add(packet);
            ticks = 0;
        }
    }

    private String answer(String packet) {
        Handler handler = null;
        String name = "";
        for (Map.Entry<String, Handler> each : handlers.entrySet()) {
            if (isFor(packet, each.getKey()) && each.getKey().length() > name.length()) {
                name = each.getKey();
                handler = each.getValue();
            }
        }
        if (handler == null) {
            return UNKNOWN;
        }
        try {
            return handler.answer(packet.substring(name.length()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return NONSENSE;
        }
    }

    // Names of several letters are followed by nothing, or by a mark of punctuation.
    private static boolean isFor(String packet, String name) {
        if (!packet.startsWith(name)) {
            return false;
        }
        int end = name.length();
        return end == 1
                || end == packet.length()
                || !Character.isLetterOrDigit(name.charAt(end - 1))
                || !Character.isLetterOrDigit(packet.charAt(end));
    }

    private String go(RunHandlers.Going going) {
        running = true;
        ticks = 0;
        String untold = guard.takeUntold();
        if (!untold.isEmpty()) {
            say(untold);
        }
        going.start(target);
        return null;
    }

    private String leave(String answer) {
        ended = true;
        target.free();
        return answer;
    }

    /** The debugger wants what runs to stop. */
    void interrupt() {
        ticks = 0;
        target.interrupt();
    }

    /** The system has stopped. */
    void stopped(Stop stop) {
        if (target.stop().orElse(null) != stop) {
            return; // it goes on already
        }
        if (running) {
            running = false;
            harts.select(stop.hart());
            outlet.send(stopReply(stop.reason() == Stop.Reason.ASKED ? "02" : "05"));
        }
        answerWaiting();
    }

    private void answerWaiting() {
        Deque<String> now = new ArrayDeque<>(waiting);
        waiting.clear();
        now.forEach(this::packet);
    }

    /** Called a few times a second: what is waited for may never come. */
    void tick() {
        Optional<String> exit = server.guestExit();
        if (running && exit.isPresent()) {
            running = false;
            outlet.send(exit.get().startsWith("fail") ? "W01" : "W00");
            leave(null);
        } else if (target.stop().isEmpty() && ++ticks == PATIENCE_TICKS) {
            if (!waiting.isEmpty()) {
                waiting.clear();
                outlet.send(error(server.doing()));
                leave(null);
            } else if (running && target.isWanted()) {
                say(server.doing() + " It stops before the next instruction that it executes.");
            }
        }
    }

    /** The server has gone. */
    void gone() {
        if (running) {
            outlet.send("X0f");
        }
        leave(null);
    }

    private void say(String sentence) {
        outlet.send("O" + Hex.text(sentence + "\n"));
    }

    private String stopReply(String signal) {
        Stop stop = target.stop().orElseThrow(harts::notStopped);
        StringBuilder reply = new StringBuilder("T").append(signal);
        switch (stop.reason()) {
            case WRITTEN -> reply.append("watch:").append(Long.toHexString(stop.address()));
            case READ -> reply.append("rwatch:").append(Long.toHexString(stop.address()));
            case ACCESSED -> reply.append("awatch:").append(Long.toHexString(stop.address()));
            case BEGIN_OF_HISTORY -> reply.append("replaylog:begin");
            default -> reply.append("thread:").append(Harts.id(stop.hart()));
        }
        if (reply.indexOf("thread:") < 0) {
            reply.append(";thread:").append(Harts.id(stop.hart()));
        }
        reply.append(';').append(harts.expedited(stop.hart()));
        return reply.toString();
    }
}
