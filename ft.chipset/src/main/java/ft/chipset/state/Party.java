package ft.chipset.state;

/** Relation of a system to an event. */
public enum Party {
    /** The event is about this system. */
    SUBJECT,
    /** The event is about another system. */
    BYSTANDER
}
