package ft.chipset.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.fault.FaultKind;
import ft.api.fault.Trigger;
import ft.api.fault.TriggerKind;
import ft.api.server.Operation;
import ft.api.state.SystemState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed of a fault is what reads back as the same fault. */
class FaultTextTest {
    @Test
    void everyFaultAndEveryTriggerHasItsKind() {
        assertThat(Arrays.stream(FaultKind.values()).<Class<?>>map(FaultKind::type).toList())
                .isEqualTo(List.of(Fault.class.getPermittedSubclasses()));
        assertThat(Arrays.stream(TriggerKind.values()).<Class<?>>map(TriggerKind::type).toList())
                .isEqualTo(List.of(Trigger.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @EnumSource
    void faultsReadBack(FaultKind kind) {
        Fault fault = Fault.parse(kind.example());
        assertThat(fault).isInstanceOf(kind.type());
        assertThat(fault.text()).isEqualTo(kind.example());
        assertThat(kind.usage().split(" "))
                .hasSameSizeAs(kind.example().split(" "))
                .startsWith(kind.word());
        assertThat(kind.description()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void triggersReadBack(TriggerKind kind) {
        Trigger trigger = Trigger.parse(kind.example());
        assertThat(trigger).isInstanceOf(kind.type());
        assertThat(trigger.text()).isEqualTo(kind.example());
        Operation.Inject inject = new Operation.Inject(new Fault.CpuFailure(1), trigger);
        assertThat(Operation.Inject.parse(inject.text())).isEqualTo(inject);
    }

    @ParameterizedTest
    @EnumSource
    void everyStateCanBeWaitedFor(SystemState state) {
        Trigger trigger = new Trigger.AtState(0, state, 3);
        assertThat(Trigger.parse(trigger.text())).isEqualTo(trigger);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "link 0 1 drop 0",
                "link 1 0 corrupt 3",
                "link 1 0 delay 3",
                "link 1 0 duplicate 3",
                "device 1 disk1 error 2",
                "device 1 disk1 wrong 2",
                "comparator 0 io different",
                "comparator 0 bus sound",
                "checksum 1 stuck 0",
                "presence 0 up",
                "tlb 1 3 0xffffffffffffffff 63",
                "stuck 0 0x80000000 7 0@access 1 any 0x80000000 4096 1",
                "bus-write 0 63@access 0 read 0x10000000 1 9",
                "smi-ack 1 0@state 1 ST9 1",
                "cpu 1@random -5 1",
            })
    void allValuesReadBack(String text) {
        assertThat(Operation.Inject.parse(text).text()).isEqualTo(text);
    }

    @Test
    void blanksSignsAndCaseDoNotMatter() {
        assertThat(Operation.Inject.parse("  memory #1  0x8000_0000 3 @ state 1 st4 1 "))
                .isEqualTo(
                        new Operation.Inject(
                                new Fault.MemoryFlip(1, 0x8000_0000L, 3),
                                new Trigger.AtState(1, SystemState.ONLINE_SYNC, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@5",
                "cpu",
                "cpu x",
                "cpu 1 2",
                "cpu 99999999999",
                "cpu 1@",
                "cpu 1@5 5",
                "cpu 1@state 1 ST11 1",
                "cpu 1@random 1 0",
                "register 1 0 sp 64",
                "tlb 1 0 0x80000000 11",
                "stuck 1 0x80000000 3 2",
                "skew 1 0",
                "trace 1 -1",
                "comparator 1 bus maybe",
                "crosslink 1 sideways",
            })
    void mistakesAreOneSentence(String text) {
        assertThatThrownBy(() -> Operation.Inject.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\\n]{10,}")
                .hasMessageNotContaining("null");
    }

    @Test
    void theDocumentAndTheHelpTellAllOfThem() throws Exception {
        String document = Files.readString(Path.of("../docs/faults.md")).replace("\\|", "|");
        String help = Files.readString(Path.of("../ft")).replaceAll("\\s+", " ");
        for (FaultKind kind : FaultKind.values()) {
            assertThat(document).contains("`" + kind.word() + " SYSTEM");
            assertThat(help).contains(kind.usage());
        }
        for (TriggerKind kind : TriggerKind.values()) {
            assertThat(document).contains(kind.usage());
            assertThat(help).contains(kind.usage());
        }
    }
}
