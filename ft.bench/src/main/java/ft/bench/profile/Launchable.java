package ft.bench.profile;

import java.util.List;

/** A contestant that is a process of ours, so that it can be started with a recorder in it. */
public interface Launchable {
    /** How it is started. */
    List<String> command();
}
