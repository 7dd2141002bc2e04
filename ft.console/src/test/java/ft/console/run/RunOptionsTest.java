package ft.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.console.text.Problem;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words after {@code ./ft run}. */
class RunOptionsTest {
    private static RunOptions parse(String... words) throws Problem {
        return RunOptions.parse(List.of(words), 2);
    }

    @Test
    void everythingTogether() throws Problem {
        RunOptions options =
                parse(
                        "--guest=a.elf",
                        "--args",
                        "tx=5 ws=64",
                        "--memory=32MiB",
                        "--driver",
                        "sequential",
                        "--until",
                        "0x1000",
                        "--disk1",
                        "b.img",
                        "--pull",
                        "1 io@300",
                        "--inject",
                        "register 1 0 x10 5@100",
                        "--inject",
                        "cpu 0@state 1 ST5 2",
                        "--sync-at",
                        "50",
                        "--probe");
        assertThat(options.guest()).isEqualTo("a.elf");
        assertThat(options.guestArguments()).isEqualTo("tx=5 ws=64");
        assertThat(options.changes()).isEqualTo(Map.of("memory", "32MiB", "driver", "sequential"));
        assertThat(options.until()).isEqualTo(OptionalLong.of(4096));
        assertThat(options.disks()).isEqualTo(Map.of("disk1", "b.img"));
        assertThat(options.probe()).isTrue();
        assertThat(options.simplex()).isFalse();
        assertThat(options.schedule().stream().map(Object::toString))
                .containsExactly(
                        "Scheduled[clock=1, operation=Inject[fault=RegisterFlip[system=1, hart=0,"
                                + " register=x10, bit=5], trigger=AtClock[clock=100]]]",
                        "Scheduled[clock=1, operation=Inject[fault=CpuFailure[system=0],"
                                + " trigger=AtState[system=1, state=ST5 Online async, nth=2]]]",
                        "Scheduled[clock=50, operation=Synchronize[system=1]]",
                        "Scheduled[clock=300, operation=Pull[system=1, board=IO]]");
    }

    @Test
    void theGuestMayStandAlone() throws Problem {
        assertThat(parse("a.elf", "--simplex").guest()).isEqualTo("a.elf");
    }

    @Test
    void anUndisturbedRunHasTheSameMachine() throws Problem {
        RunOptions golden =
                parse("a.elf", "--harts", "2", "--pull", "1@5", "--disk0", "x", "--sync-at", "9")
                        .undisturbed(Map.of("disk0", "copy"), OptionalLong.of(77));
        assertThat(golden.schedule()).isEmpty();
        assertThat(golden.simplex()).isTrue();
        assertThat(golden.changes()).isEqualTo(Map.of("harts", "2"));
        assertThat(golden.disks()).isEqualTo(Map.of("disk0", "copy"));
        assertThat(golden.until()).isEqualTo(OptionalLong.of(77));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--probe | ./ft run needs --guest FILE.elf; ./ft run --help shows how.",
                "a.elf b.elf | ./ft run cannot use 'b.elf'; ./ft run --help shows how.",
                "a.elf --fast | ./ft run has no option '--fast'; ./ft run --help shows how.",
                "a.elf --until | Option --until of ./ft run needs a value.",
                "a.elf --until soon | The clock of --until is a number, not 'soon'.",
                "a.elf --until -1 | The clock of --until is 0 or more, not -1.",
                "a.elf --pull 1 | --pull needs the clock at which it is done, as in \"1@5000000\".",
                "a.elf --pull 2@5 | There is no system 2; the last one is #1.",
                "a.elf --inject cpu | 'cpu' is written 'cpu SYSTEM', not 'cpu'.",
                "a.elf --inject=cpu_2 | There is no fault 'cpu_2'; the kinds are register, csr,"
                        + " tlb, memory, stuck, bus-read, bus-write, cpu, queue, comparator, trace,"
                        + " smi-ack, skew, presence, dma, copy, checksum, device, crosslink, link.",
                "a.elf --simplex --sync-at 5 | --simplex and --sync-at exclude each other.",
            })
    void mistakesAreOneSentence(String words, String sentence) {
        assertThatThrownBy(() -> parse(words.split(" "))).hasToString(sentence);
    }
}
