package ft.api.observer;

/** What an {@link ExecutionObserver} can be told of. */
public enum ExecutionEvent {
    /** Every instruction, before it is executed: harts run some ten times slower. */
    INSTRUCTION,
    /** Every load and store of a hart, those of devices included: harts run slower. */
    ACCESS,
    /** Loads and stores outside memory, that is of devices, CLINT and PLIC; costs nothing else. */
    DEVICE_ACCESS,
    /** Every exception and interrupt that a hart takes; costs nothing else. */
    TRAP
}
