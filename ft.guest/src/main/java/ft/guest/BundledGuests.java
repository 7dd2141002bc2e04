package ft.guest;

import ft.api.guest.GuestCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** The firmware and the guest programs that this bundle carries as resources. */
@Component
public final class BundledGuests implements GuestCatalog {
    private static final Map<String, String> PROGRAMS = programTable();

    private static Map<String, String> programTable() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("hello", "says hello and ends; code=0 (what it ends with)");
        table.put(
                "peek",
                "reads a register and ends; address=0x100000 times=1 size=4|1|8 write=no|yes (before "
                        + "that) value=0");
        table.put(
                "devices",
                "looks at clock, disk, console, entropy and network devices as drivers do, then sends "
                        + "frames; rounds=16 (0 endless)");
        table.put("echo", "echoes lines typed on the console; quit ends it");
        table.put(
                "stray",
                "goes astray; how=jump (into nothing), unhandled (the same with no trap handler), "
                        + "nowhere (with one that is not there), spin or sleep (for ever)");
        table.put(
                "verdict",
                "reports through tohost with a signature, as test programs do; test=0 (the one that "
                        + "fails) rounds=1 (of computing the signature)");
        table.put(
                "hotplug",
                "reads devices of the type counter without a pause, as they come and go in any slot; "
                        + "reads=0 (endless) report=100000 (reads)");
        table.put(
                "harts",
                "counts on all harts at once, with locks and software interrupts; "
                        + "rounds=8 (0 endless) count=1000");
        table.put(
                "mail",
                "carries out the loads and stores that it finds in the mailbox of a shared resource "
                        + "controller; io=0");
        table.put(
                "steward",
                "looks at the states of all systems and synchronizes what is Offline, from inside; "
                        + "period=1000 (us) rounds=0 (endless)");
        table.put(
                "writer",
                "writes memory in patterns from cold to hot, with values that change and change "
                        + "back; ws=1024 (KiB) rounds=0 (endless) pause=1000 (us) seed=1");
        table.put(
                "steady",
                "fills main storage and then writes pages at a constant rate; fill=0 (KiB, 0 all) "
                        + "rate=20000 (pages a second) hot=80 (percent of writes) part=20 (percent "
                        + "of pages) seed=1 seconds=0 (endless) report=1000 (ms)");
        table.put(
                "laps",
                "runs laps of one kind of work, for whoever has a clock; work=mix|matrix|crc|calls|"
                        + "switch|chase|sieve|copy|nbody|linear|atomic|traps|paging|io laps=10 "
                        + "(0 endless) every=10000 (instructions between two accesses of io)");
        table.put(
                "ledger",
                "books transfers and mirrors its journal on the disks of both IO subsystems; "
                        + "ws=1024 (KiB) rate=50 (percent stores) steps=64 seed=1 tx=0 (endless) "
                        + "report=1000 disks=both");
        return Collections.unmodifiableMap(table);
    }

    @Override
    public Map<String, String> programs() {
        return PROGRAMS;
    }

    @Override
    public Optional<byte[]> image(String name) {
        if (name.equals(FIRMWARE)) {
            return Optional.of(read("firmware.bin"));
        }
        return PROGRAMS.containsKey(name) ? Optional.of(read(name + ".elf")) : Optional.empty();
    }

    private static byte[] read(String file) {
        try (InputStream in = BundledGuests.class.getResourceAsStream("/guests/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The bundle lacks guests/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read guests/" + file + " from the bundle", e);
        }
    }
}
