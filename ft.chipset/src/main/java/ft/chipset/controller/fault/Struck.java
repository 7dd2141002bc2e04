package ft.chipset.controller.fault;

import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.copy.ChecksumUnit;
import ft.chipset.controller.copy.Resynchronization;
import ft.chipset.controller.request.Outbound;
import ft.chipset.trace.AccessTrace;

/**
 * The parts of a controller, and of its board, that faults strike.
 *
 * @param copies fail
 * @param requests whose queue is damaged
 * @param trace loses entries
 * @param service loses acknowledgements, and resets late
 * @param checksums are wrong
 */
public record Struck(
        Resynchronization copies,
        Outbound requests,
        AccessTrace trace,
        ServiceInterrupt service,
        ChecksumUnit checksums) {}
