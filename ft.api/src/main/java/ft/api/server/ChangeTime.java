package ft.api.server;

/** When a changed option of a server takes effect. */
public enum ChangeTime {
    /** At the next instruction boundary, while the guest runs. */
    NOW,
    /**
     * When the server starts the next time: as soon as something is asked of it while it is off.
     */
    NEXT_START
}
