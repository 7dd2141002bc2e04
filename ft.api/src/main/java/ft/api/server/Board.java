package ft.api.server;

/** What can be pulled out of a system and put back. */
public enum Board {
    /** The CPU subsystem: harts and main storage. Its IO subsystem stays in service. */
    CPU,
    /** The IO subsystem: every device of the system. The guest's mirroring has to cope. */
    IO
}
