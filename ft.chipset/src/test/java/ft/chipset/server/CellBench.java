package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.io.AccessRegister;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.state.SystemState;
import ft.chipset.controller.FtController;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A server whose CPUs carry out loads and stores that a test puts into a mailbox: those in service
 * by the guest {@code mail}, those out of service by the firmware. The test itself touches only
 * mailboxes, and looks.
 */
final class CellBench implements AutoCloseable {
    static final long QUANTUM = 32_768;

    /** Scratch register of the UARTs: remembers a byte and does nothing else. */
    static final long SCRATCH = BoardMap.UART_BASE + 7;

    static final long PROBE = 0x30_0000;
    static final int PROBE_LINE = 5;

    /** Main storage that nobody uses; all of a system has to have been reset to the same. */
    static final long FREE = BoardMap.DRAM_BASE + 0x60_0000;

    private static final int LOAD = 1;
    private static final int STORE = 2;
    private static final int ORDINARY = 1 << 16;

    /** A firmware that sleeps looks into its mailbox every fourth quantum. */
    private static final int PATIENCE = 120;

    final DescribedServer server;
    private final Machine machine;
    private long clock = 1_200_000; // the guest has begun by then
    private Probe probe;

    /** Without {@code automaticSync} and with a copy that takes its time, unless told otherwise. */
    CellBench(String... options) throws Exception {
        TestParts parts = new TestParts();
        parts.device("dma-probe", DmaProbe::new);
        for (int io = 0; io < 2; io++) {
            parts.slot(
                    "probe%d io=%d device=dma-probe base=0x300000 size=0x1000 irq=5"
                            .formatted(io, io));
        }
        String[] all = new String[options.length + 2];
        all[0] = "automaticSync=false";
        all[1] = "backgroundShare=0.0003";
        System.arraycopy(options, 0, all, 2, options.length);
        server = parts.server(all);
        machine = server.build();
        server.guest(parts.guest("mail", "console=0"));
        CompletableFuture<Probe> held = server.probeAt(clock);
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        probe = held.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Runs some quanta, or none. */
    void run(int quanta) throws Exception {
        if (quanta == 0) {
            return;
        }
        clock += quanta * QUANTUM;
        probe = TestParts.goOn(server, clock);
    }

    /** Runs until something holds; a bound instead of a hang. */
    void runUntil(BooleanSupplier condition) throws Exception {
        for (int i = 0; i < 4000 && !condition.getAsBoolean(); i++) {
            run(1);
        }
        assertThat(condition.getAsBoolean()).as(() -> server.events().toString()).isTrue();
    }

    /** What the machines were at the boundary at which the guest is held. */
    Probe probe() {
        return probe;
    }

    void operate(Operation operation) throws Exception {
        server.submit(operation).get(30, TimeUnit.SECONDS);
    }

    SystemState state(int system) {
        return server.systems().get(system).state();
    }

    void assertStates(SystemState zero, SystemState one) {
        assertThat(List.of(state(0), state(1)))
                .as(() -> server.events().toString())
                .containsExactly(zero, one);
    }

    /** Where the other side of the mailbox is: the service, or firmware of a system out of it. */
    long load(int box, long address, int size) throws Exception {
        return command(box, LOAD | size << 8, address, 0);
    }

    long loadOrdinary(int box, long address, int size) throws Exception {
        return command(box, LOAD | size << 8 | ORDINARY, address, 0);
    }

    void store(int box, long address, int size, long value) throws Exception {
        command(box, STORE | size << 8, address, value);
    }

    void storeOrdinary(int box, long address, int size, long value) throws Exception {
        command(box, STORE | size << 8 | ORDINARY, address, value);
    }

    private long command(int box, long command, long address, long value) throws Exception {
        put(box, command, address, value);
        for (int i = 0; i < PATIENCE && get(box, SrcRegister.MAIL_COMMAND) != 0; i++) {
            run(1);
        }
        assertThat(get(box, SrcRegister.MAIL_COMMAND))
                .as(() -> "still to be done; " + server.systems())
                .isZero();
        return get(box, SrcRegister.MAIL_VALUE);
    }

    /** Puts a command into a mailbox without waiting. */
    void put(int box, long command, long address, long value) throws Exception {
        ask(
                box,
                controller -> {
                    SharedResources src = controller.io().sharedResources();
                    src.set(SrcRegister.MAIL_ADDRESS, address);
                    src.set(SrcRegister.MAIL_VALUE, value);
                    src.set(SrcRegister.MAIL_COMMAND, command);
                    return 0;
                });
    }

    /** A command that loads 8 bytes. */
    static long loadCommand() {
        return LOAD | 8 << 8;
    }

    long access(int box, AccessRegister register) throws Exception {
        return load(box, BoardMap.ACCESS_BASE + register.offset(), 8);
    }

    /** Address of the word that the guest changes all the time; a flip there does no harm. */
    long turns() {
        String said = new String(server.output("uart0/serial"), StandardCharsets.UTF_8);
        int at = said.indexOf("turns at ") + "turns at ".length();
        return Long.parseUnsignedLong(said.substring(at).lines().findFirst().orElseThrow(), 16);
    }

    // Looking, behind the back of everybody

    long get(int io, SrcRegister register) throws Exception {
        return ask(io, controller -> controller.io().sharedResources().get(register));
    }

    /** Reads a device's register. */
    long peek(int io, long offset, int size) throws Exception {
        return ask(io, controller -> controller.io().read(offset, size, 0) & -1L >>> 64 - 8 * size);
    }

    long memory(int system, long address) throws Exception {
        byte[] bytes = server.memory(system, address, 8).get(30, TimeUnit.SECONDS);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private <T> T ask(int system, Function<FtController, T> question) throws Exception {
        return machine.ask(machine.controllers().get(system), question).get(30, TimeUnit.SECONDS);
    }
}
