package ft.console.run;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.console.symbols.SymbolFile;
import ft.console.symbols.SymbolTable;
import ft.console.text.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/** The result that a test program leaves in main storage. */
final class Verdict {
    /** Nobody else's on a board like ours; it has no registers. */
    private static final String PLACE = "io=0 device=htif base=0x102000 size=0x1000";

    private static final String TO_HOST = "tohost";
    private static final String FROM_HOST = "fromhost";
    private static final String BEGIN = "begin_signature";
    private static final String END = "end_signature";
    private static final long LARGEST = 64 << 20;

    private final GuestProgram guest;
    private final VerdictOptions options;
    private final OptionalLong toHost;
    private final OptionalLong fromHost;
    private final Optional<Path> file;
    private final long begin;
    private final long length;

    /** Of a program, which must have the symbols that were asked for. */
    Verdict(GuestProgram guest, VerdictOptions options) throws Problem {
        this.guest = guest;
        this.options = options;
        SymbolTable symbols = SymbolFile.of(guest.name(), guest.image());
        toHost = symbols.find(TO_HOST);
        fromHost = symbols.find(FROM_HOST);
        if (options.toHost()) {
            need(symbols, TO_HOST);
        }
        begin = options.signature().isPresent() ? need(symbols, BEGIN) : 0;
        length = options.signature().isPresent() ? need(symbols, END) - begin : 0;
        if (length < 0 || length > LARGEST) {
            throw new Problem(
                    "The signature of "
                            + guest.name()
                            + " would have "
                            + length
                            + " bytes; "
                            + END
                            + " has to follow "
                            + BEGIN
                            + ".");
        }
        file = options.file(guest.name());
        if (file.isPresent()) {
            Path folder = file.get().toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new Problem("There is no folder " + folder + " for the signature.");
            }
        }
    }

    private long need(SymbolTable symbols, String name) throws Problem {
        OptionalLong value = symbols.find(name);
        if (value.isEmpty()) {
            throw new Problem(
                    guest.name()
                            + " has no symbol "
                            + name
                            + "; link it with one, and do not strip it.");
        }
        return value.getAsLong();
    }

    /** What the server needs to hear of {@code tohost}: a device, in a slot of its own. */
    void addTo(Map<String, String> changes) {
        if (toHost.isPresent()) {
            StringBuilder slot = new StringBuilder(PLACE);
            slot.append(String.format(" %s=0x%x", TO_HOST, toHost.getAsLong()));
            fromHost.ifPresent(at -> slot.append(String.format(" %s=0x%x", FROM_HOST, at)));
            changes.put("slot.htif0", slot.toString());
        }
    }

    /** Writes the signature; the guest stands still. */
    void save(FtServer server, int system) throws Problem, InterruptedException {
        if (file.isEmpty()) {
            return;
        }
        try {
            byte[] content = server.memory(system, begin, (int) length).get();
            Files.write(file.get(), text(content).getBytes(StandardCharsets.US_ASCII));
        } catch (ExecutionException e) {
            throw new Problem(
                    "The signature of "
                            + guest.name()
                            + " cannot be read: "
                            + e.getCause().getMessage()
                            + ".",
                    e);
        } catch (IOException e) {
            throw new Problem(
                    "The signature cannot be written to " + file.get() + ": " + e + ".", e);
        }
    }

    /** A line for each unit, its most significant byte first. */
    private String text(byte[] content) {
        int unit = options.granularity();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < content.length; line += unit) {
            for (int at = line + unit - 1; at >= line; at--) {
                text.append(String.format("%02x", at < content.length ? content[at] : 0));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** One sentence when a program that can report through {@code tohost} has not passed. */
    Optional<String> complaint(String exit) {
        if (toHost.isEmpty() || exit.equals("pass")) {
            return Optional.empty();
        }
        return Optional.of(
                exit.equals(MachineRun.UNTIL)
                        ? guest.name() + " has not reported through tohost by then."
                        : "Test " + exit.replace("fail ", "") + " of " + guest.name() + " failed.");
    }
}
