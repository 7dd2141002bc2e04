package ft.api.server;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;

/**
 * A fault that was injected.
 *
 * @param id its number, from 1
 * @param fault what and where
 * @param trigger when
 * @param armed clock at which it was armed
 * @param struck clock at which it struck, or -1 while it is armed
 */
public record InjectedFault(int id, Fault fault, Trigger trigger, long armed, long struck) {
    /** Whether it has struck; what has not is still armed. */
    public boolean hasStruck() {
        return struck >= 0;
    }
}
