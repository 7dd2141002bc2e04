package ft.chaos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server by configuration, and what is asked of it. */
final class ShakenServer {
    private static final String SLOTS =
            """
            finisher0 io=0 device=sifive-test base=0x100000 size=0x1000
            uart0 io=0 device=ns16550a base=0x10000000 size=0x100 irq=10
            disk0 io=0 device=virtio-blk base=0x10001000 size=0x1000 irq=1 memory=1MiB
            sample0 io=0 device=chaos-counter base=0x10010000 size=0x100
            finisher1 io=1 device=sifive-test base=0x100000 size=0x1000
            uart1 io=1 device=ns16550a base=0x10000000 size=0x100 irq=10
            disk1 io=1 device=virtio-blk base=0x10001000 size=0x1000 irq=1 memory=1MiB
            sample1 io=1 device=chaos-counter base=0x10010000 size=0x100
            """;

    private final Home home;
    private final String name;

    ShakenServer(Home home, String name) {
        this.home = home;
        this.name = name;
    }

    /** Configures it and waits until it is there. */
    ShakenServer describe(Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("pid", "ft.server");
        all.put("name", name);
        all.put("=ft.server", name);
        all.put("=memory", "8MiB");
        all.put("=paced", "false");
        all.put("=slots", SLOTS.strip());
        options.forEach((option, value) -> all.put("=" + option, value));
        home.ask("configure", all);
        await(true);
        return this;
    }

    /** Deletes its configuration and waits until it is gone. */
    void forget() throws Exception {
        home.ask("configure", Map.of("pid", "ft.server", "name", name));
        await(false);
    }

    boolean isThere() throws InterruptedException {
        return Boolean.TRUE.equals(home.ask("has", Map.of("server", name)));
    }

    void await(boolean there) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Home.PATIENCE_SECONDS);
        while (isThere() != there) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        "Server " + name + (there ? " does not come" : " does not go"));
            }
            Thread.sleep(5);
        }
    }

    private Object ask(String request, String... arguments) throws InterruptedException {
        Map<String, String> all = new HashMap<>();
        all.put("server", name);
        for (int i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        return home.ask(request, all);
    }

    /** Powers it on; the probe that is asked for first is what it runs to. */
    CompletableFuture<String> boot(long clock) throws Exception {
        ask("guest", "guest", "ledger", "args", "ws=256 report=200");
        CompletableFuture<String> probe = probe(clock);
        submit("on").get(Home.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return probe;
    }

    @SuppressWarnings("unchecked")
    CompletableFuture<String> probe(long clock) throws InterruptedException {
        return (CompletableFuture<String>) ask("probe", "clock", Long.toString(clock));
    }

    void release() throws InterruptedException {
        ask("release");
    }

    @SuppressWarnings("unchecked")
    CompletableFuture<String> submit(String operation) throws InterruptedException {
        return (CompletableFuture<String>) ask("submit", "operation", operation);
    }

    /** State and mode of each system. */
    String[] states() throws InterruptedException {
        return ask("states").toString().split(" ");
    }

    String look() throws InterruptedException {
        return ask("look").toString();
    }
}
