package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is believed when some were outvoted. */
class ParticipantsTest {
    private static final boolean[] ALL = {true, true, true, true};

    /** #1 is being brought in: it runs along, and has no vote. */
    private static final boolean[] VOTERS = {true, false, true, true};

    private final Participants systems = new Participants(ALL.length);

    @BeforeEach
    void begin() {
        systems.begin(ALL, VOTERS, 0);
        systems.reset();
    }

    @Test
    void actLeadsUntilItIsOutvoted() {
        assertThat(systems.leader()).isZero();
        systems.voteOut(3);
        assertThat(systems.leader()).isZero();
    }

    @Test
    void theFirstThatVotesAndIsInStepLeadsAfterIt() {
        systems.voteOut(0);
        assertThat(systems.leader()).isEqualTo(2);
        systems.voteOut(2);
        assertThat(systems.leader()).isEqualTo(3);
    }

    @Test
    void actLeadsWhenNobodyElseCan() {
        systems.voteOut(2);
        systems.voteOut(3);
        systems.voteOut(0);
        assertThat(systems.leader()).isZero();
    }

    @Test
    void actThatWasExchangedLeadsWhenNobodyElseCan() {
        systems.begin(ALL, VOTERS, 3);
        systems.reset();
        systems.voteOut(0);
        systems.voteOut(2);
        systems.voteOut(3);
        assertThat(systems.leader()).isEqualTo(3);
    }
}
