package ft.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.guest.GuestCatalog;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Outage;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.SystemCounters;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import ft.console.FakeFiles;
import ft.console.FakeHistorian;
import ft.console.FakeServer;
import ft.console.symbols.Symbols;
import ft.console.trace.Traces;
import ft.console.view.Rows;
import ft.console.view.ValueConverter;
import ft.console.view.Views;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogLevel;

/** The commands as Gogo calls them, against a server that is not there. */
class CommandTest {
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeServer server = new FakeServer();
    private final FakeHistorian historian = new FakeHistorian();
    private IntSupplier described = () -> 1;
    private final Servers servers = new Servers(configurations(), true);
    private final Symbols symbols = new Symbols();
    private final Traces traces = new Traces();
    private CommandSession session;

    @TempDir Path folder;

    @BeforeEach
    void startGogo() throws Exception {
        threadIo.start();
        CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
        processor.addConverter(new ValueConverter());
        servers.add(server, named("default"));
        Guests guests = new Guests();
        HelpCommand help = new HelpCommand();
        List<CommandGroup> groups =
                List.of(
                        new StatusCommands(servers),
                        new OperatorCommands(servers),
                        new FaultCommands(servers, symbols),
                        new BringUpCommands(servers, symbols, traces),
                        new GuestCommands(servers, guests),
                        new SnapshotCommands(servers, new FakeFiles()),
                        new HistoryCommands(servers, historian),
                        new ServerCommand(servers),
                        new StartCommand(servers, guests, () -> {}));
        set(guests, "catalogs", List.of(new Catalog()));
        set(help, "groups", groups);
        for (CommandGroup group : groups) {
            for (String name : HelpCommand.commands(group).keySet()) {
                processor.addCommand("ft", group, name);
            }
        }
        processor.addCommand("ft", help, "help");
        processor.addCommand("shell", new UnknownCommand(), "default");
        processor.addCommand("test", new Grep(), "grep");
        session =
                processor.createSession(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out),
                        new PrintStream(err));
        session.currentDir(folder);
    }

    @AfterEach
    void stopGogo() {
        session.close();
        threadIo.stop();
    }

    /** As many configurations of servers as are described. */
    private ConfigurationAdmin configurations() {
        return (ConfigurationAdmin)
                Proxy.newProxyInstance(
                        CommandTest.class.getClassLoader(),
                        new Class<?>[] {ConfigurationAdmin.class},
                        (proxy, method, arguments) -> {
                            int number = described.getAsInt();
                            return number == 0 ? null : new Configuration[number];
                        });
    }

    private static Map<String, Object> named(String name) {
        return Map.of(FtServer.NAME, name);
    }

    private static void set(Object target, String name, Object value) throws Exception {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(target, value);
    }

    private String shown(String line) throws Exception {
        return String.valueOf(session.format(session.execute(line), Converter.INSPECT));
    }

    @Test
    void powerOnAsksForEverySystemAndTellsWhatHappens() throws Exception {
        shown("ft:power on");
        assertThat(server.asked).containsExactly("PowerOn[system=-1]");
        assertThat(err.toString()).contains("T101", "ST1 Online divide", "T204", "ST7 Offline");
    }

    @Test
    void powerOfOneSystem() throws Exception {
        shown("ft:power off 1");
        assertThat(server.asked).containsExactly("PowerOff[system=1]");
    }

    @Test
    void statusIsAnObjectAndReadsWell() throws Exception {
        shown("ft:power on");
        assertThat(shown("ft:status"))
                .isEqualTo(
                        """
                        system  state              mode  boards  link  guest time     clock  retired  compared  aborts
                        #0      ST1 Online divide  ACT   cpu io  up    0.123457 s  12345678  9876543        42       0
                        #1      ST7 Offline        SBY   cpu     up    0.123457 s  12345678  9876543        42       0

                        problem   #1: Its IO board is pulled.
                        server    default: 2 harts and 64 MiB a system, translated, parallel driver
                        guest     none; ft:guest sets it
                        strategy  trace: P6""");
        assertThat(session.execute("((ft:status) description) harts")).isEqualTo(2);
    }

    @Test
    void aServerIsSavedAndBroughtBack() throws Exception {
        Path file = folder.resolve("a.snapshot");
        assertThat(shown("ft:save " + file + " --at 4711"))
                .isEqualTo("The server at clock 4711 is in " + file + ".");
        assertThat(shown("ft:load --hold " + file))
                .isEqualTo("The server goes on from clock 4711; it is held until ft:release.");
        assertThat(server.asked).endsWith("save at 4711", "load of 4711");
        assertThat(shown("ft:load " + file)).isEqualTo("The server goes on from clock 4711.");
        assertThat(server.asked).endsWith("load of 4711", "release");
        assertThatThrownBy(() -> shown("ft:load " + folder.resolve("none")))
                .hasMessageContaining("There is no file");
    }

    @Test
    void statusTellsWhatCameToNothing() throws Exception {
        server.counters = new SystemCounters(300, 42, 7, 2, 1, 5, 3);
        assertThat(shown("ft:status").lines().filter(line -> line.startsWith("#0")))
                .singleElement()
                .asString()
                .endsWith("  7");
        assertThat(shown("ft:status").replaceAll("\\s+", " "))
                .contains(
                        "lost #1: 2 requests that its IO subsystem did not answer, 1 queue entry"
                                + " mended, 5 frames for a crosslink that was down,"
                                + " 3 transmissions made good");
    }

    @Test
    void statusOfThreeSystems() throws Exception {
        FakeServer three = new FakeServer(3);
        servers.add(three, named("three"));
        shown("ft:power on -s three");
        shown("ft:sync 2 -s three");
        assertThat(shown("ft:status -s three"))
                .startsWith(
                        """
                        system  state            mode  boards  link  guest time     clock  retired  compared  aborts
                        #0      ST4 Online sync  ACT   cpu io  up    0.123457 s  12345678  9876543        42       0
                        #1      ST7 Offline      SBY   cpu     up    0.123457 s  12345678  9876543        42       0
                        #2      ST4 Online sync  SBY   cpu io  up    0.123457 s  12345678  9876543        42       0

                        problem   #1: Its IO board is pulled.
                        server    default: 2 harts and 64 MiB a system, translated, parallel driver
                        guest     none; ft:guest sets it
                        strategy  trace: P6
                        last sync\s""");
        assertThatThrownBy(() -> shown("ft:pull 3 -s three"))
                .hasToString("There is no system 3; the last one is #2.");
    }

    @Test
    void statusTellsHowOftenTheServiceWasLost() throws Exception {
        Instant when = Instant.parse("2030-01-01T00:00:00Z");
        server.outages.add(new Outage(1, 42, "board pulled", when, Optional.of(when)));
        assertThat(shown("ft:status")).contains("outages   1;", "board pulled; booted again");
        server.outages.add(new Outage(2, 43, "another", when, Optional.empty()));
        assertThat(shown("ft:status")).contains("outages   2;", "not booted again; ft:active");
    }

    @Test
    void eventsGoThroughPipes() throws Exception {
        shown("ft:power on");
        shown("ft:sync");
        assertThat(session.execute("ft:events | grep ST4")).isNull();
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("ST4 Online sync"))
                .anyMatch(line -> line.contains("T115"))
                .anyMatch(line -> line.contains("T211"));
    }

    @Test
    void lastEventsOnly() throws Exception {
        shown("ft:power on");
        assertThat(shown("ft:events -n 1")).contains("T204").doesNotContain("T101");
        assertThat(shown("ft:events -n all")).contains("T204").contains("T101");
    }

    @Test
    void timelineShowsTheSystemsSideBySide() throws Exception {
        shown("ft:power on");
        shown("ft:sync");
        assertThat(shown("ft:timeline"))
                .contains("#0         #1", "ST1  T101", "ST4  T115", "#          ST4  T211");
        assertThat(shown("ft:timeline 1 -n 1")).contains("T211").doesNotContain("T204", "#0 ");
        assertThat(session.execute("((ft:timeline -w 100) width)")).isEqualTo(100);
        assertThatThrownBy(() -> session.execute("ft:timeline -w 10"))
                .hasMessage("The width is from 60 to 1000 columns, not 10.");
        assertThatThrownBy(() -> session.execute("ft:timeline 2"))
                .hasMessageContaining("There is no system 2");
    }

    @Test
    void syncChoosesTheSystemThatWaitsAndEndsWithItsReport() throws Exception {
        shown("ft:power on");
        Object result = session.execute("ft:sync");
        assertThat(result).isInstanceOf(ResyncReport.class);
        assertThat(session.format(result, Converter.INSPECT).toString())
                .isEqualTo(
                        "Online sync by trace, #0 to #1: 1,000 pages in the background, 24 under"
                                + " stop, guest stopped for 1.235 ms");
        assertThat(server.asked).contains("Synchronize[system=1]");
    }

    @Test
    void reportsAreATable() throws Exception {
        assertThat(shown("ft:reports")).contains("No resynchronization has ended yet");
        shown("ft:power on");
        shown("ft:sync");
        assertThat(shown("ft:reports"))
                .isEqualTo(
                        """
                        no  strategy  copy    result  background  under stop  stop guest  stop wall  gap guest   gap wall
                         1  trace     #0->#1  synced      1000 p        24 p    1.235 ms   2.000 ms  12.346 ms  34.000 ms

                        1: first synchronization; full copy; 3.9 MiB in the background, 96 KiB under stop;
                           16,384 pages checked; trace entries 24""");
        assertThat(session.execute("(ft:reports) size")).isEqualTo(1);
    }

    @Test
    void listsAreShownAndStayObjects() throws Exception {
        assertThatThrownBy(() -> session.execute("ft:lists"))
                .hasMessageContaining("No resynchronization has begun yet; ft:sync starts one.");
        shown("ft:power on");
        shown("ft:sync");
        assertThat(shown("ft:lists"))
                .isEqualTo(
                        """
                        checksum, #0 to #1, done at clock 12345678: 16,384 pages of 4 KiB

                        list   pages     bytes  what is in it   which
                        35    15,999  62.5 MiB  equal sums      0, 2-15999
                        36       383   1.5 MiB  different sums  16000, 16002-16383""");
        assertThat(shown("ft:lists 36"))
                .isEqualTo("list 36, different sums: 383 pages\n  16000, 16002-16383");
        assertThat(session.execute("(ft:lists 36) length")).isEqualTo(383);
        assertThatThrownBy(() -> session.execute("ft:lists 37"))
                .hasMessageContaining("Strategy checksum has no list '37'; it has 35, 36.");
    }

    @Test
    void strategyListsAndSelects() throws Exception {
        assertThat(shown("ft:strategy").lines().toList().get(2)).startsWith("*  trace");
        shown("ft:strategy checksum");
        assertThat(server.asked).containsExactly("SelectStrategy[system=0, strategy=checksum]");
    }

    @Test
    void boards() throws Exception {
        shown("ft:pull 1");
        shown("ft:insert 1 IO");
        assertThat(server.asked)
                .containsExactly("Pull[system=1, board=CPU]", "Insert[system=1, board=IO]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ft:active 1 | MakeActive[system=1]",
                "ft:isolate 1 | Isolate[system=1]",
                "ft:reset 1 | Reset[system=1]",
                "ft:leave | LeaveAsync[system=0]",
                "ft:hold 100 | hold at 100",
                "ft:release | release",
                "ft:inject register 1 0 x10 5 | register 1 0 x10 5",
                "ft:inject memory 0 0x8000_0010 7 | memory 0 0x80000010 7",
                "ft:inject cpu 0 -at 0x100 | cpu 0@256",
                "ft:inject crosslink 1 down | crosslink 1 down",
                "ft:inject bus-read 1 3@access 1 READ 0x80000000 8 2 -s default"
                        + "|bus-read 1 3@access 1 read 0x80000000 8 2",
            })
    void simpleCommands(String line, String asked) throws Exception {
        shown(line);
        assertThat(server.asked).containsExactly(asked);
    }

    @Test
    void probeHoldsAndLetsGo() throws Exception {
        assertThat(shown("ft:probe 500"))
                .isEqualTo(
                        """
                        clock    500
                        retired  499
                        memory   m0
                        memory   m1
                        context  c0
                        context  c1
                        output   o, 12 bytes""");
        assertThat(server.asked).containsExactly("probe at 500", "release");
    }

    @Test
    void injectAloneListsTheKinds() throws Exception {
        assertThat(shown("ft:inject"))
                .contains("register SYSTEM HART REGISTER BIT", "copy 0 100", "state 1 ST5 1");
    }

    @Test
    void faultsAreListedWithWhatIsStillArmed() throws Exception {
        assertThat(shown("ft:faults")).contains("No fault was injected");
        server.faults.add(injected(1, "cpu 1@state 1 ST5 1", -1));
        server.faults.add(injected(2, "memory 1 0x80000000 3", 700));
        assertThat(shown("ft:faults"))
                .isEqualTo(
                        """
                        no  fault                  trigger        armed at  struck at
                        1   cpu 1                  state 1 ST5 1  50        still armed
                        2   memory 1 0x80000000 3  now            50        700""");
    }

    private static InjectedFault injected(int id, String text, long struck) {
        Operation.Inject inject = Operation.Inject.parse(text);
        return new InjectedFault(id, inject.fault(), inject.trigger(), 50, struck);
    }

    @Test
    void memoryIsDumped() throws Exception {
        assertThat(shown("ft:memory 0 0x80000000 20"))
                .isEqualTo(
                        """
                        0080000000  38 39 3a 3b 3c 3d 3e 3f  40 41 42 43 44 45 46 47  |89:;<=>?@ABCDEFG|
                        0080000010  48 49 4a 4b                                       |HIJK|""");
    }

    @Test
    void theDeviceTreeIsShownAsItsSourceAndWrittenAsABlob() throws Exception {
        assertThat(shown("ft:devicetree")).isEqualTo("/dts-v1/;\n\n/ {\n};");
        assertThat(shown("ft:devicetree --blob tree.dtb"))
                .isEqualTo("The device tree of 72 bytes is in tree.dtb.");
        assertThat(Files.readAllBytes(folder.resolve("tree.dtb"))).isEqualTo(server.deviceTree());
        assertThatThrownBy(() -> shown("ft:devicetree --blob none/tree.dtb"))
                .hasMessage("There is no folder " + folder.resolve("none") + " for tree.dtb.");
    }

    @Test
    void addressesHaveNamesFromAFile() throws Exception {
        assertThatThrownBy(() -> shown("ft:symbol main"))
                .hasMessage("There are no symbols; ft:symbols FILE reads some.");
        Files.writeString(
                folder.resolve("System.map"),
                "0000000080000000 T _start\n0000000080000040 t loop\n0000000080001000 D data\n");
        assertThat(shown("ft:symbols System.map"))
                .isEqualTo("from        symbols\nSystem.map        3");
        assertThat(shown("ft:symbol 0x80000052 loop 0"))
                .isEqualTo(
                        """
                        address           symbol     from
                        0000000080000052  loop+0x12  System.map
                        0000000080000040  loop       System.map
                        0000000000000000  -""");
        assertThat(shown("ft:registers 0")).endsWith("\npc       _start");
        assertThatThrownBy(() -> shown("ft:symbol nowhere"))
                .hasMessage("There is no symbol nowhere.");
        assertThat(shown("ft:symbols --elf map.elf"))
                .isEqualTo("3 symbols are in map.elf, for a debugger.");
        shown("ft:symbols --forget");
        assertThat(shown("ft:symbols map.elf --at 0x1000")).contains("map.elf", "3");
        assertThat(shown("ft:symbol loop")).contains("0000000080001040");
    }

    @Test
    void anEventWithoutALabelSaysInWordsWhatItIs() {
        ServerEvent event =
                new ServerEvent(
                        0,
                        0,
                        0,
                        Instant.EPOCH,
                        1,
                        "",
                        StateEvent.POWER_OFF,
                        SystemState.ONLINE_SYNC,
                        SystemState.OFF,
                        Mode.SBY,
                        false,
                        "CPU board pulled");
        assertThat(Views.event(event))
                .endsWith("ST4 -> Off                 power off: CPU board pulled");
    }

    @Test
    void aTraceIsFilteredKeptAndWritten() throws Exception {
        assertThatThrownBy(() -> shown("ft:trace")).hasMessageStartingWith("Nothing is traced;");
        Files.writeString(folder.resolve("map"), "0000000080000000 T _start\n");
        shown("ft:symbols map");
        assertThat(shown("ft:trace devices uart0 debug --slot uart0 --clock 10..20 --to out.txt"))
                .startsWith("The trace has begun;");
        TraceFilter filter = server.filters.get(0);
        assertThat(filter.kinds()).containsExactly(TraceKind.DEVICES);
        assertThat(filter.levels()).isEqualTo(Map.of("uart0", LogLevel.DEBUG));
        assertThat(filter.isAt(10) && filter.isAt(20) && !filter.isAt(21)).isTrue();
        server.tracer.accept(
                new TraceEvent.Access(11, 0, "uart0", 0x1000_0000, 0, "THR", 1, true, 'A', true));
        server.tracer.accept(new TraceEvent.Line(12, 0, "uart0", 10, true));
        server.tracer.accept(new TraceEvent.Log(13, 0, "uart0", LogLevel.DEBUG, "8N1"));
        server.tracer.accept(
                new TraceEvent.Trap(
                        14, 1, 0, false, 2, "illegal instruction", 0x8000_0004L, 0, "U", "M"));
        server.tracer.accept(
                new TraceEvent.Instruction(
                        15, 1, 0, "M", 0x8000_0000L, 0x1141, "addi sp,sp,-16", Map.of("x2", 16L)));
        String lines =
                """
                          11 #0   uart0     write THR              0x10000000 <- 0x41 (1)
                          12 #0   uart0     interrupt 10 is raised
                          13 #0   uart0     debug: 8N1
                          14 #1.0 trap      illegal instruction at 80000004 _start+0x4, tval 0x0, \
                U -> M
                          15 #1.0 M 80000000 _start                          1141  \
                addi sp,sp,-16               x2=0x10
                """;
        assertThat(shown("ft:trace")).isEqualTo(lines + "[5 lines, running]");
        assertThat(shown("ft:trace off")).isEqualTo("[5 lines, ended]");
        assertThat(server.tracer).isNull();
        assertThat(Files.readString(folder.resolve("out.txt"))).isEqualTo(lines);
    }

    @Test
    void aTraceKeepsItsLastLinesAndEndsByItsCount() throws Exception {
        shown("ft:trace traps --hart 1 --range 0x80000000..0x80000010 --count 10005");
        assertThat(server.filters.get(0).kinds()).containsExactly(TraceKind.TRAPS);
        var tracer = server.tracer;
        for (int clock = 0; clock < 10_100; clock++) {
            tracer.accept(new TraceEvent.Line(clock, 0, "uart0", 10, true));
        }
        assertThat(shown("ft:trace -n 1"))
                .endsWith(
                        "10004 #0   uart0     interrupt 10 is raised\n"
                                + "[10,005 lines, the first 5 dropped, ended]");
    }

    @Test
    void registersAreNamedAsTheCallingConventionDoes() throws Exception {
        assertThat(shown("ft:registers 0 1"))
                .isEqualTo(
                        """
                        pc      0000000080000000  x2/sp   fffffffffffffffe  x5/t0   fffffffffffffffb
                        x0/zero 0000000000000000  x3/gp   fffffffffffffffd  mstatus 0000000000000001
                        x1/ra   ffffffffffffffff  x4/tp   fffffffffffffffc""");
    }

    @Test
    void devices() throws Exception {
        assertThat(shown("ft:devices"))
                .contains(
                        "uart1  #1  ns16550a  ft.io 1.0.0  0x30000000   10",
                        "empty: The disk image is locked.");
    }

    @Test
    void partsAndTheBundlesTheyCameFrom() throws Exception {
        assertThat(shown("ft:parts"))
                .contains(
                        "all     crosslink  -      ft.crosslink  0.1.0    provides it",
                        "#1      CPU board  -      ft.cpu        0.1.0    is gone; the part runs on",
                        "#1      device     uart1  ft.io         0.1.0    provides it");
    }

    @Test
    void guestOfACatalogOrAFile() throws Exception {
        assertThat(shown("ft:guest")).contains("ledger", "moves money");
        shown("ft:guest ledger pages=10 rate=2");
        assertThat(server.guest().orElseThrow().arguments()).isEqualTo("pages=10 rate=2");
        Files.write(folder.resolve("my.elf"), new byte[] {0x7f, 'E', 'L', 'F'});
        assertThat(shown("ft:guest my.elf")).isEqualTo("The next boot starts my.elf.");
    }

    @Test
    void consoleShowsWhatIsThereAndSendsLines() throws Exception {
        server.print("hello\n");
        attach("one\ntwo\n~.\nnever\n");
        assertThat(server.sent.toString()).isEqualTo("one\ntwo\n");
        assertThat(out.toString()).isEqualTo("hello\n<one><two>");
    }

    @Test
    void consoleLeavesAtControlBracket() throws Exception {
        attach("one\nhalf\u001dnever\n");
        assertThat(server.sent.toString()).isEqualTo("one\n");
    }

    @Test
    void consoleStaysForAnAnswerWhenTheInputEnds() throws Exception {
        attach("no newline");
        assertThat(out.toString()).contains("<no newline>");
    }

    private void attach(String keyboard) throws Exception {
        InputStream in = new ByteArrayInputStream(keyboard.getBytes(StandardCharsets.UTF_8));
        threadIo.setStreams(in, new PrintStream(out), new PrintStream(err));
        try {
            new GuestCommands(servers, new Guests()).console(session, "uart1/serial");
        } finally {
            threadIo.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ft:pull | ft:pull needs the number of a system; ft:help pull shows how.",
                "ft:pull 7 | There is no system 7; the last one is #1.",
                "ft:pull x | A system is a number, not 'x'.",
                "ft:pull 1 fan | The board is cpu or io, not 'fan'.",
                "ft:pull 1 cpu now | ft:pull cannot use 'now'; ft:help pull shows how.",
                "ft:status -x | ft:status has no option '-x'; ft:help status shows how.",
                "ft:status -s | Option -s of ft:status needs a value.",
                "ft:status -s other | There is no server 'other'; there is default.",
                "ft:power up | The power is on or off, not 'up'.",
                "ft:sync 0 | System #0 is not Offline.",
                "ft:sync | No system waits for a synchronization (ST7 Offline): #0 is Off, #1 is Off.",
                "ft:strategy magic | There is no copy strategy 'magic'.",
                "ft:inject rain | There is no fault 'rain'; the kinds are register, csr, tlb,"
                        + " memory, stuck, bus-read, bus-write, cpu, queue, comparator, trace,"
                        + " smi-ack, skew, presence, dma, copy, checksum, device, crosslink, link.",
                "ft:inject register 1 0 x10 64 | The bit of a register is from 0 to 63, not 64.",
                "ft:inject memory 1 here 0 | The address is a number, not 'here'.",
                "ft:inject memory 1 0 | 'memory' is written 'memory SYSTEM ADDRESS BIT', not"
                        + " 'memory 1 0'.",
                "ft:inject crosslink 1 left | Give one of up, down instead of 'left'.",
                "ft:inject cpu 3 | There is no system 3; the last one is #1.",
                "ft:inject cpu 1@noon | There is no trigger 'noon'; it is a clock, or one of now,"
                        + " instruction, access, device, frame, state, random.",
                "ft:inject cpu 1@7 -at 5 | A fault has one trigger; this one has -at 5 and 7.",
                "ft:memory 0 16 | Address 0x10 is outside main storage.",
                "ft:memory 0 0x80000000 0 | The length is from 1 to 65536, not 0.",
                "ft:registers 0 9 | The hart is from 0 to 1, not 9.",
                "ft:record off | Nothing is recorded.",
                "ft:rewind 5 | No past is kept; ft:history on does.",
                "ft:history maybe | The history is on or off, not 'maybe'.",
                "ft:guest nobody | There is no guest or file 'nobody'; the guests are bad, ledger.",
                "ft:guest bad | bad is not an ELF file.",
                "ft:guest . | Guest . is a folder, not an ELF file.",
                "ft:console lpt1 | There is no channel 'lpt1'; the channels are uart0/serial,"
                        + " uart1/serial.",
                "ft:events -n many | The number of events is a number, not 'many'.",
                "ft:help fly | There is no command ft:fly; ft:help lists them.",
                "fly 1 2 | There is no command 'fly'; help lists them.",
                "ft:fly | There is no command 'ft:fly'; help lists them.",
            })
    void mistakesAreOneSentence(String line, String sentence) {
        // Gogo prints what toString() gives.
        assertThatThrownBy(() -> shown(line)).hasToString(sentence);
    }

    @Test
    void startBringsTheGuestIntoStep() throws Exception {
        shown("ft:start");
        assertThat(server.asked).containsExactly("PowerOn[system=-1]", "Synchronize[system=1]");
        assertThat(out.toString())
                .isEqualTo(
                        """
                        FT server default: 2 systems of 2 harts and 64 MiB, guest ledger
                          Online sync by trace, #0 to #1: 1,000 pages in the background, 24 under stop, guest stopped
                          for 1.235 ms
                        ft:console shows the guest's console (uart0/serial); ft:help lists the commands; Ctrl-D ends.
                        """);
        assertThatThrownBy(() -> shown("ft:start"))
                .hasToString("The server has power already; ft:status shows what it does.");
    }

    @Test
    void startWaitsForWhatIsDescribed() throws Exception {
        FakeServer late = new FakeServer(3);
        servers.remove(server, named("default"));
        AtomicInteger looks = new AtomicInteger();
        described =
                () -> {
                    if (looks.incrementAndGet() == 3) {
                        servers.add(late, named("default"));
                    }
                    return 1;
                };
        shown("ft:start");
        assertThat(late.asked).startsWith("PowerOn[system=-1]");
    }

    @Test
    @Timeout(10)
    void startDoesNotWaitWhereNothingIsDescribed() throws Exception {
        servers.remove(server, named("default"));
        described = () -> 0;
        assertThatThrownBy(() -> shown("ft:start"))
                .hasToString(
                        "No server is running: none is described, or its description is wrong; the"
                                + " log says more.");
    }

    @Test
    void noServerAndSeveralServers() throws Exception {
        servers.add(new FakeServer("second"), named("second"));
        assertThatThrownBy(() -> shown("ft:status"))
                .hasToString(
                        "There are several servers; choose one with -s, or with ft:server for all"
                                + " commands to come: there is default, second.");
        assertThat(shown("ft:server")).hasLineCount(3); // both are like the default one
        assertThat(shown("ft:server default")).isEqualTo("Commands are about server default.");
        assertThat(shown("ft:status")).contains("server    default");
        servers.remove(server, named("default"));
        assertThatThrownBy(() -> shown("ft:status"))
                .hasToString("There is no server 'default'; there is second.");
        assertThat(shown("FT_SERVER = ''; ft:status")).isNotBlank();
    }

    @Test
    void helpListsAndExplains() throws Exception {
        assertThat(shown("help")).contains("Operating", "  ft:pull", "pulls the CPU board");
        assertThat(shown("help help")).startsWith("ft:help [COMMAND]\n");
        assertThat(shown("ft:help ft:pull")).startsWith("ft:pull SYSTEM [cpu|io] [-s SERVER]\n");
    }

    @Test
    void listsKnowWhatTheyList() {
        assertThat(new Rows<>(String.class, List.of(), "none").empty()).isEqualTo("none");
    }

    /** As the one of Gogo, which is not on the class path of this test. */
    public static class Grep {
        public void grep(String pattern) {
            try (Scanner lines = new Scanner(System.in)) {
                while (lines.hasNextLine()) {
                    String line = lines.nextLine();
                    if (line.contains(pattern)) {
                        System.out.println(line);
                    }
                }
            }
        }
    }

    private static class Catalog implements GuestCatalog {
        @Override
        public Map<String, String> programs() {
            return Map.of("ledger", "moves money", "bad", "is no guest");
        }

        @Override
        public Optional<byte[]> image(String name) {
            return Optional.of(name.equals("bad") ? new byte[9] : new byte[] {0x7f, 'E', 'L', 'F'});
        }
    }

    @Test
    void recordsBeginAndEnd() throws Exception {
        assertThat(shown("ft:record")).isEqualTo("Nothing is recorded; ft:record FILE does.");
        assertThat(shown("ft:record my.record")).isEqualTo("5 inputs are in my.record.");
        assertThat(shown("ft:record")).isEqualTo("5 inputs are in my.record.");
        assertThat(shown("ft:record off")).isEqualTo("5 inputs are in my.record.");
        assertThat(historian.asked).containsExactly("record my.record", "end");
        historian.refusal = "It has run already";
        assertThatThrownBy(() -> shown("ft:record more")).hasMessage("It has run already");
    }

    @Test
    void aPastThatIsKeptCanBeGoneBackTo() throws Exception {
        assertThat(shown("ft:history")).isEqualTo("No past is kept.");
        assertThat(shown("ft:history on"))
                .isEqualTo(
                        "The past is kept from clock 5 to clock 900, with 1 snapshots of about 3"
                                + " MiB.");
        assertThat(shown("ft:rewind 700"))
                .isEqualTo("The guest is held at clock 700; ft:release lets it go on.");
        assertThat(shown("ft:rewind -200")).contains("at clock 700;");
        assertThat(shown("ft:history off")).isEqualTo("No past is kept.");
        assertThat(historian.asked).containsExactly("keep", "rewind 700", "rewind 700", "forget");
    }
}
