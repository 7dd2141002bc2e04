package ft.chipset.record;

import ft.api.history.Moment;

/**
 * What the history of a server has come to at a boundary.
 *
 * @param moment of the boundary
 * @param retired instructions that the system in service has retired
 * @param bus the signatures of all its quanta so far, as one
 * @param output digest of everything that devices have sent since the last boot
 * @param outputBytes how much that is
 */
public record CheckMark(Moment moment, long retired, long bus, String output, long outputBytes) {
    /** In what another one differs from this, in words; empty if in nothing. */
    public String difference(CheckMark other) {
        if (retired != other.retired) {
            return other.retired + " instructions were retired, not " + retired;
        } else if (outputBytes != other.outputBytes) {
            return "devices have sent " + other.outputBytes + " bytes, not " + outputBytes;
        } else if (!output.equals(other.output)) {
            return "devices have sent other data, or at other clocks";
        } else if (bus != other.bus) {
            return "the bus operations of the CPUs were others";
        }
        return "";
    }
}
