package ft.debug.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.FtServer;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.debug.packet.Hex;
import ft.debug.target.Machine;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a debugger asks and hears, packet by packet. */
@Timeout(60)
class SessionTest {
    private final List<String> sent = new ArrayList<>();
    private SystemState state = SystemState.ONLINE_DIVIDE;
    private Optional<String> exit = Optional.empty();
    private boolean silent;
    private Machine machine;
    private Session session;

    @BeforeEach
    void begin() throws Exception {
        machine =
                new Machine(
                        true,
                        running -> {
                            running.quantum();
                            for (long pc = 0; pc < 400; pc += 4) {
                                running.access(0, 0x1000 + pc, true, 0x5000 + pc, 4);
                                running.execute(1, 0x8000_0000_0000_1000L + pc);
                            }
                        });
        machine.start();
        attach();
        session.stopped(machine.nextStop());
    }

    private void attach() {
        WriteGuard guard = new WriteGuard(server(), 0);
        session =
                new Session(
                        machine.target,
                        new Session.Server() {
                            @Override
                            public String doing() {
                                return "System #0 sleeps.";
                            }

                            @Override
                            public Optional<Reversal> reversal() {
                                return Optional.empty();
                            }

                            @Override
                            public Optional<String> guestExit() {
                                return exit;
                            }
                        },
                        guard,
                        new Monitor(guard, Optional.empty(), () -> List.of("#0 is fine")),
                        new Session.Outlet() {
                            @Override
                            public void send(String packet) {
                                sent.add(packet);
                            }

                            @Override
                            public void stopAcknowledging() {
                                silent = true;
                            }
                        });
    }

    private FtServer server() {
        return (FtServer)
                Proxy.newProxyInstance(
                        FtServer.class.getClassLoader(),
                        new Class<?>[] {FtServer.class},
                        (proxy, method, arguments) ->
                                List.of(
                                        new SystemStatus(
                                                0, state, Mode.ACT, true, true, true, 0, 0, null,
                                                "")));
    }

    @AfterEach
    void end() throws Exception {
        machine.close();
    }

    private String ask(String packet) {
        sent.clear();
        session.packet(packet);
        assertThat(sent).as(packet).hasSize(1);
        return sent.get(0);
    }

    private String go(String packet) throws Exception {
        sent.clear();
        session.packet(packet);
        assertThat(sent).isEmpty();
        session.stopped(machine.nextStop());
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private String monitor(String command) {
        return Hex.string(ask("qRcmd," + Hex.text(command)));
    }

    @Test
    void whatItCanDoIsSaid() {
        assertThat(ask("qSupported:multiprocess+;xmlRegisters=i386"))
                .contains("qXfer:features:read+", "vContSupported+", "QStartNoAckMode+");
        assertThat(ask("vCont?")).startsWith("vCont;c");
        assertThat(ask("vMustReplyEmpty")).isEmpty();
        assertThat(ask("qTStatus")).isEmpty();
        assertThat(ask("qCRC:1000,4")).isEmpty();
        assertThat(ask("qAttached")).isEqualTo("1");
        assertThat(ask("QStartNoAckMode")).isEqualTo("OK");
        assertThat(silent).isTrue();
    }

    @Test
    void hartsAreThreads() {
        assertThat(ask("?"))
                .isEqualTo(
                        "T05thread:1;20:0000000000000000;02:0000000000000000;"
                                + "08:0000000000000000;");
        assertThat(ask("qfThreadInfo")).isEqualTo("m1,2");
        assertThat(ask("qsThreadInfo")).isEqualTo("l");
        assertThat(ask("qC")).isEqualTo("QC1");
        assertThat(ask("T2")).isEqualTo("OK");
        assertThat(ask("T3")).isEqualTo("E22");
        assertThat(Hex.string(ask("qThreadExtraInfo,2")))
                .isEqualTo("hart 1, supervisor mode, waits (WFI)");
        assertThat(ask("qXfer:threads:read::0,1000")).startsWith("l<?xml").contains("core=\"1\"");
    }

    @Test
    void theTargetDescriptionComesInParts() {
        StringBuilder xml = new StringBuilder();
        String part;
        do {
            part =
                    ask(
                            "qXfer:features:read:target.xml:"
                                    + Integer.toHexString(xml.length())
                                    + ",fb");
            xml.append(part.substring(1));
        } while (part.charAt(0) == 'm');
        assertThat(xml.toString())
                .contains("riscv:rv64")
                .contains("<reg name=\"pc\" bitsize=\"64\" regnum=\"32\" type=\"code_ptr\"/>")
                .contains("<reg name=\"satp\"")
                .contains("<reg name=\"priv\"")
                .doesNotContain("\"mhartid\"")
                .endsWith("</target>\n");
        assertThat(ask("qXfer:features:read:other.xml:0,fb")).isEmpty();
        assertThat(ask("qXfer:memory-map:read::0,1000")).contains("type=\"ram\"");
    }

    @Test
    void registersAreReadOfTheHartThatIsSelected() {
        machine.target.ask(view -> machine.view.registers.put("1x1", 0x1234L));
        assertThat(ask("g")).hasSize(33 * 16);
        assertThat(ask("p1")).isEqualTo("0000000000000000");
        assertThat(ask("Hg2")).isEqualTo("OK");
        assertThat(ask("p1")).isEqualTo("3412000000000000");
        assertThat(ask("g").substring(16, 32)).isEqualTo("3412000000000000");
        assertThat(ask("pffff")).isEqualTo("E22");
        assertThat(ask("p")).isEqualTo("E22");
    }

    @Test
    void memoryIsReadByTheAddressesOfTheHart() {
        machine.view.memory[0xffe] = 0x12;
        machine.view.memory[0xfff] = '}';
        assertThat(ask("mffffffff00000ffe,2")).isEqualTo("127d");
        assertThat(ask("mffffffff00000ffe,8")).as("as far as it goes").isEqualTo("127d");
        assertThat(ask("mffffffff00001000,8")).isEqualTo("E14");
        assertThat(ask("m80000ffe,2")).isEqualTo("E14");
        assertThat(ask("xffffffff00000ffe,2")).isEqualTo("b\u0012}");
        assertThat(monitor("physical on")).isEqualTo("Addresses are physical.\n");
        assertThat(ask("m80000ffe,4")).isEqualTo("127d0000");
        assertThat(ask("Qqemu.PhyMemMode:0")).isEqualTo("OK");
        assertThat(ask("m80000ffe,2")).isEqualTo("E14");
    }

    @Test
    void aSystemThatIsAloneCanBeWritten() {
        assertThat(ask("Mffffffff00000010,2:abcd")).isEqualTo("OK");
        assertThat(machine.view.memory[0x10]).isEqualTo((byte) 0xab);
        assertThat(ask("Xffffffff00000012,0:")).isEqualTo("OK");
        assertThat(ask("Xffffffff00000012,1:\u00e9")).isEqualTo("OK");
        assertThat(machine.view.memory[0x12]).isEqualTo((byte) 0xe9);
        assertThat(ask("Mffffffff00001000,1:00")).isEqualTo("E14");
        assertThat(ask("P1=0100000000000000")).isEqualTo("OK");
        assertThat(machine.view.registers).containsEntry("0x1", 1L);
        assertThat(ask("G" + "02".repeat(8 * 33))).isEqualTo("OK");
        assertThat(machine.view.registers).containsEntry("0pc", 0x0202020202020202L);
    }

    @Test
    void oneOfAPairIsWrittenOnlyByWhoInsists() throws Exception {
        state = SystemState.ONLINE_SYNC;
        assertThat(ask("Mffffffff00000010,1:ab")).startsWith("E.Nothing was written");
        assertThat(ask("P1=0100000000000000")).startsWith("E.").contains("monitor write on");
        assertThat(machine.view.memory[0x10]).isZero();
        sent.clear();
        session.packet("s");
        assertThat(Hex.string(sent.get(0).substring(1)))
                .as("said when it can be shown")
                .startsWith("Nothing was written: system #0 is ST4");
        session.stopped(machine.nextStop());
        assertThat(monitor("status")).contains("#0 is fine", "refused while");
        assertThat(monitor("write on")).contains("comparators");
        assertThat(ask("Mffffffff00000010,1:ab")).isEqualTo("OK");
        assertThat(monitor("write off")).contains("refused");
        assertThat(ask("Mffffffff00000010,1:ab")).startsWith("E.");
        assertThat(monitor("write maybe")).contains("on or off");
        assertThat(monitor("make coffee")).contains("monitor help");
        assertThat(monitor("help")).contains("monitor physical on|off");
    }

    @Test
    void itGoesOnAndStops() throws Exception {
        assertThat(go("vCont;s:1;c")).startsWith("T05thread:1;20:0410000000000000");
        assertThat(go("s")).startsWith("T05thread:1;20:0810000000000000");
        assertThat(go("vCont;s:2")).startsWith("T05thread:2;20:0c10000000000080");
        assertThat(go("vCont;r8000000000001000,8000000000001014:2"))
                .startsWith("T05thread:2;20:1410000000000080");
        assertThat(ask("Z0,1020,2")).isEqualTo("OK");
        assertThat(go("c")).startsWith("T05thread:1;20:2010000000000000");
        assertThat(ask("z0,1020,2")).isEqualTo("OK");
        assertThat(ask("Z2,5030,4")).isEqualTo("OK");
        assertThat(go("vCont;c")).startsWith("T05watch:5030;thread:1;20:3010000000000000");
        assertThat(ask("z2,5030,4")).isEqualTo("OK");
        assertThat(ask("Z5,0,0")).isEmpty();
        assertThat(ask("c1000")).isEqualTo("E22");
        assertThat(ask("vCont;x")).isEqualTo("E22");
    }

    @Test
    void theEndOfTheGuestIsToldToWhoWaits() {
        session.packet("c");
        exit = Optional.of("pass");
        sent.clear();
        session.tick();
        assertThat(sent).containsExactly("W00");
        assertThat(session.isEnded()).isTrue();
    }

    @Test
    void whoLeavesLetsItGo() throws Exception {
        ask("Z0,1020,2");
        assertThat(ask("D")).isEqualTo("OK");
        assertThat(session.isEnded()).isTrue();
        machine.join();
        assertThat(machine.stops).isEmpty();
    }

    @Test
    void whoComesWhileNothingRunsIsToldSo() throws Exception {
        ask("D");
        machine.join();
        attach();
        sent.clear();
        session.packet("qSupported:");
        session.packet("?");
        session.packet("g");
        assertThat(sent).hasSize(1);
        for (int tick = 0; tick < 100 && !session.isEnded(); tick++) {
            session.tick();
        }
        assertThat(sent).last().isEqualTo("E.System 0 sleeps.");
        assertThat(session.isEnded()).isTrue();
    }

    @Test
    void whoWantsToStopWhatDoesNotRunIsToldSo() throws Exception {
        session.packet("c");
        machine.join();
        session.interrupt();
        sent.clear();
        for (int tick = 0; tick < 100; tick++) {
            session.tick();
        }
        assertThat(sent).hasSize(1);
        assertThat(Hex.string(sent.get(0).substring(1))).contains("sleeps");
    }
}
