package ft.chipset.state;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import org.junit.jupiter.api.Test;

/** What is asked of the states, and the flags that go with a synchronization. */
class ServerStatesTest {
    private final ServerStates states = new ServerStates(2, new Policy(true, true));

    private void apply(StateEvent event, int subject) {
        assertThat(states.apply(event, subject).refused()).as("%s of %d", event, subject).isFalse();
    }

    /** To (ST7, ST2 ACT): #1 is in service. */
    private void connected() {
        apply(StateEvent.POR, 0);
        apply(StateEvent.POR, 1);
        apply(StateEvent.SET_ACT, 1);
        apply(StateEvent.XLINK_UP, 0);
    }

    private void synchronizedOnce() {
        apply(StateEvent.SYNC_START, 0);
        apply(StateEvent.COPY_DONE, 0);
        apply(StateEvent.CTX_DONE, 0);
        apply(StateEvent.SYNC_RESET, 0);
    }

    @Test
    void nobodyIsActiveWithoutPower() {
        assertThat(states.active()).isEqualTo(-1);
        assertThat(states.systems()).isEqualTo(2);
        assertThat(states.count(SystemState.OFF)).isEqualTo(2);
        assertThat(states.count(SystemState.ONLINE_SYNC)).isZero();
        assertThat(states.mode(0)).isEqualTo(Mode.SBY);
    }

    @Test
    void theActiveSystemIsTheOneInServiceThatIsAct() {
        connected();
        assertThat(states.active()).isEqualTo(1);
        assertThat(states.count(SystemState.ONLINE_READY)).isEqualTo(1);
        assertThat(states.count(SystemState.OFFLINE)).isEqualTo(1);
        synchronizedOnce();
        assertThat(states.active()).isEqualTo(1);
        assertThat(states.count(SystemState.PRE_ONLINE_SYNC)).isEqualTo(2);
    }

    /** Refused, it would stand in the event log as something that could not be. */
    @Test
    void whatChangesNothingIsTakenAllTheSame() {
        apply(StateEvent.POR, 0);
        apply(StateEvent.POR, 1);
        apply(StateEvent.SET_ACT, 1);
        apply(StateEvent.SET_SBY, 0);
        apply(StateEvent.POR_REL, 0);
        apply(StateEvent.POR_REL, 1);
        apply(StateEvent.XLINK_UP, 0);
        synchronizedOnce();
        apply(StateEvent.CHECK_OK, 0);
        apply(StateEvent.BUS_MISMATCH, 1);
        apply(StateEvent.BUS_MISMATCH, 1);
        apply(StateEvent.IO_MISMATCH, 0);
        assertThat(states.count(SystemState.ONLINE_ASYNC)).isEqualTo(2);
    }

    @Test
    void anEventSelectsAProcessingForTheServer() {
        connected();
        assertThat(states.apply(StateEvent.SYNC_START, 0).processing())
                .isEqualTo(Processing.DUPLICATION);
        assertThat(states.apply(StateEvent.COPY_DONE, 0).processing()).isEqualTo(Processing.NONE);
    }

    @Test
    void theLinkOfTheServerIsThatOfAnySystem() {
        apply(StateEvent.POR, 0);
        apply(StateEvent.POR, 1);
        apply(StateEvent.SET_ACT, 1);
        assertThat(states.linked()).isFalse();
        apply(StateEvent.XLINK_UP, 0);
        assertThat(states.linked()).isTrue();
    }

    @Test
    void whoIsDuplicatedVotesAndWhoIsProvenAloneWhereAnybodyIs() {
        connected();
        assertThat(states.votes(0) || states.votes(1)).isFalse();
        synchronizedOnce();
        assertThat(states.votes(0) && states.votes(1)).as("ST3, nobody is proven").isTrue();
        apply(StateEvent.CHECK_OK, 0);
        assertThat(states.votes(0) && states.votes(1)).as("ST4").isTrue();
        apply(StateEvent.FAIL, 0);
        assertThat(states.votes(0)).as("ST10").isFalse();
    }

    @Test
    void aCopyIsOfItsOwn() {
        connected();
        apply(StateEvent.SYNC_START, 0);
        apply(StateEvent.COPY_DONE, 0);
        apply(StateEvent.CTX_DONE, 0);
        states.repairing(true);
        ServerStates copy = new ServerStates(states);
        assertThat(Situation.of(copy, 0)).isEqualTo(Situation.of(states, 0));
        assertThat(copy.policy()).isEqualTo(states.policy());
        apply(StateEvent.POWER_OFF, 1);
        assertThat(copy.active()).isEqualTo(1);
        assertThat(copy.copied() && copy.contextTransferred() && copy.repairing()).isTrue();
    }

    @Test
    void repairingLastsAsLongAsTheSynchronization() {
        connected();
        apply(StateEvent.SYNC_START, 0);
        states.repairing(true);
        apply(StateEvent.COPY_DONE, 0);
        apply(StateEvent.CTX_DONE, 0);
        assertThat(states.repairing()).isTrue();
        apply(StateEvent.SYNC_RESET, 0);
        assertThat(states.repairing()).isTrue();
        apply(StateEvent.OUTPUT_MISMATCH, 0);
        assertThat(states.repairing()).as("the fallback decides anew").isTrue();
        apply(StateEvent.COPY_DONE, 0);
        apply(StateEvent.CTX_DONE, 0);
        apply(StateEvent.SYNC_RESET, 0);
        apply(StateEvent.CHECK_OK, 0);
        assertThat(states.repairing()).isFalse();
    }

    @Test
    void repairingIsNothingWithoutASynchronization() {
        connected();
        states.repairing(true);
        apply(StateEvent.ISOLATE, 0);
        assertThat(states.repairing()).isFalse();
    }

    /** P17 S18-S20 copies everything again: what was copied before does not count. */
    @Test
    void theFallbackNeedsACopyOfItsOwn() {
        connected();
        synchronizedOnce();
        states.repairing(true);
        apply(StateEvent.OUTPUT_MISMATCH, 0);
        assertThat(states.copied()).isFalse();
        assertThat(states.contextTransferred()).isFalse();
        assertThat(states.apply(StateEvent.SYNC_RESET, 0).refused()).isTrue();
    }

    @Test
    void stepsOfASynchronizationNeedBothSides() {
        connected();
        for (StateEvent step :
                new StateEvent[] {
                    StateEvent.COPY_DONE, StateEvent.SMI, StateEvent.CTX_DONE, StateEvent.SYNC_RESET
                }) {
            assertThat(states.apply(step, 0).refused()).as("%s", step).isTrue();
        }
        assertThat(states.copied()).isFalse();
    }

    @Test
    void anSmiGoesToPreOfflineToo() {
        connected();
        synchronizedOnce();
        apply(StateEvent.CHECK_OK, 0);
        apply(StateEvent.BUS_MISMATCH, 0);
        apply(StateEvent.TRACE_ALMOST_FULL, 0);
        assertThat(states.state(0)).isEqualTo(SystemState.PRE_OFFLINE);
        apply(StateEvent.SMI, 0);
        apply(StateEvent.SMI_ACK_ALL, 0);
        apply(StateEvent.SMI, 0);
    }
}
