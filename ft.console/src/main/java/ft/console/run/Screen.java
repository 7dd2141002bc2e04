package ft.console.run;

import ft.api.server.ServerEvent;
import ft.console.view.Timeline;
import ft.console.view.Views;
import java.io.PrintStream;

/** Where a run goes: the guest's output to one stream, what is said about it to another. */
final class Screen {
    private final PrintStream guest;
    private final PrintStream status;
    private int shown;

    /** Either may be null for nowhere. */
    Screen(PrintStream guest, PrintStream status) {
        this.guest = guest;
        this.status = status;
    }

    /** Something that the guest sends. Called by a thread of the server. */
    synchronized void guest(byte[] data) {
        shown += data.length;
        if (guest != null) {
            guest.write(data, 0, data.length);
            guest.flush();
        }
    }

    /** The guest has sent so much before somebody looked. */
    synchronized void passOver(int length) {
        shown = length;
    }

    /** What the guest has sent in all; shows what is still missing. */
    synchronized void rest(byte[] all) {
        if (guest != null && all.length > shown) {
            guest.write(all, shown, all.length - shown);
            guest.flush();
        }
        shown = all.length;
    }

    /** Something that happened. */
    void event(ServerEvent event) {
        say(Views.event(event));
    }

    /** Something that went wrong, which nobody may miss. */
    void complain(String sentence) {
        System.err.println("ft: " + sentence);
    }

    /** What happened, once it is over; was asked for, so nothing keeps it quiet. */
    void timeline(Timeline timeline) {
        System.err.println(timeline);
    }

    /** A line about the run. */
    void say(String line) {
        if (status != null) {
            status.println("ft: " + line);
        }
    }
}
