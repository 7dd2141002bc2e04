package ft.chipset.controller.round;

import ft.api.io.IoSubsystem;
import ft.chipset.controller.board.IntegrationPort;
import ft.chipset.controller.command.Ejector;
import ft.chipset.controller.command.Mailbox;
import ft.chipset.controller.command.Orders;
import ft.chipset.controller.command.Power;
import ft.chipset.controller.copy.CopyHardware;
import ft.chipset.controller.copy.Resynchronization;
import ft.chipset.controller.copy.TraceRecorder;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.event.Problems;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.request.Inbound;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.view.Notices;
import ft.chipset.controller.view.Reports;
import java.util.function.BooleanSupplier;

/**
 * The parts of one side's controller that have something to do in a round.
 *
 * @param io the own IO subsystem
 * @param mailbox commands and questions from outside
 * @param reports what all sides tell at the boundary
 * @param notices what this side has to tell
 * @param outlets where a decision goes
 * @param problems what is wrong with each system
 * @param outbound the way of requests
 * @param inbound the way of interrupts
 * @param integration what software of the guest asks for
 * @param hardware that copies are made with
 * @param recorder of the access trace
 * @param resync the resynchronization under way
 * @param faults that were injected
 * @param orders what is asked for
 * @param power of all systems
 * @param ejector of all IO boards
 * @param playback what is given again
 * @param watched whether somebody watches the server at every boundary
 */
public record RoundParts(
        IoSubsystem io,
        Mailbox mailbox,
        Reports reports,
        Notices notices,
        Outlets outlets,
        Problems problems,
        Outbound outbound,
        Inbound inbound,
        IntegrationPort integration,
        CopyHardware hardware,
        TraceRecorder recorder,
        Resynchronization resync,
        FaultDesk faults,
        Orders orders,
        Power power,
        Ejector ejector,
        Playback playback,
        BooleanSupplier watched) {}
