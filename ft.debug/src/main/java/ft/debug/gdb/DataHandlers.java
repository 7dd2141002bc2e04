package ft.debug.gdb;

import ft.debug.packet.Hex;
import ft.debug.packet.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Registers and memory. */
final class DataHandlers {
    private static final String UNREACHABLE = "E14";
    private static final int REGISTER_DIGITS = 16;

    private final Harts harts;
    private final WriteGuard guard;
    private final Memory memory;

    DataHandlers(Harts harts, WriteGuard guard, Memory memory) {
        this.harts = harts;
        this.guard = guard;
        this.memory = memory;
    }

    void addTo(Map<String, Session.Handler> handlers) {
        handlers.put("g", none -> allRegisters());
        handlers.put("G", this::setAll);
        handlers.put("p", number -> register((int) Hex.number(number)));
        handlers.put("P", this::setOne);
        handlers.put("m", arguments -> read(arguments).map(Hex::of).orElse(UNREACHABLE));
        handlers.put(
                "x",
                arguments ->
                        read(arguments)
                                .map(bytes -> "b" + new String(bytes, StandardCharsets.ISO_8859_1))
                                .orElse(UNREACHABLE));
        handlers.put(
                "M",
                arguments ->
                        write(arguments, Hex.bytes(arguments.substring(colon(arguments) + 1))));
        handlers.put(
                "X", arguments -> write(arguments, Message.bytes(arguments, colon(arguments) + 1)));
    }

    // The integer registers and the pc; the others are read one by one when they are wanted.
    private String allRegisters() {
        RegisterMap map = harts.map();
        int hart = harts.selected();
        return harts.ask(
                view -> {
                    StringBuilder all = new StringBuilder();
                    for (int number = 0; number <= RegisterMap.PC; number++) {
                        all.append(Hex.register(map.get(view, hart, number)));
                    }
                    return all.toString();
                });
    }

    private String register(int number) {
        RegisterMap map = harts.map();
        if (number >= map.count()) {
            return Session.NONSENSE;
        }
        int hart = harts.selected();
        return Hex.register(harts.ask(view -> map.get(view, hart, number)));
    }

    private String setAll(String digits) {
        RegisterMap map = harts.map();
        int hart = harts.selected();
        return change(
                () -> {
                    for (int number = 0; number <= RegisterMap.PC; number++) {
                        int at = number * REGISTER_DIGITS;
                        long value = Hex.registerValue(digits.substring(at, at + REGISTER_DIGITS));
                        int register = number;
                        harts.ask(
                                view -> {
                                    map.set(view, hart, register, value);
                                    return true;
                                });
                    }
                    return true;
                });
    }

    private String setOne(String arguments) {
        int equals = arguments.indexOf('=');
        int number = (int) Hex.number(arguments.substring(0, equals));
        long value = Hex.registerValue(arguments.substring(equals + 1));
        RegisterMap map = harts.map();
        if (number >= map.count()) {
            return Session.NONSENSE;
        }
        int hart = harts.selected();
        return change(
                () ->
                        harts.ask(
                                view -> {
                                    map.set(view, hart, number, value);
                                    return true;
                                }));
    }

    private Optional<byte[]> read(String arguments) {
        String[] words = arguments.split(",", 2);
        long address = Hex.number(words[0]);
        int length = (int) Math.min(Hex.number(words[1]), Session.PACKET_SIZE / 2 - 8);
        int hart = harts.selected();
        byte[] bytes = harts.ask(view -> memory.read(view, hart, address, length));
        return bytes.length == 0 && length > 0 ? Optional.empty() : Optional.of(bytes);
    }

    private String write(String arguments, byte[] bytes) {
        long address = Hex.number(arguments.substring(0, arguments.indexOf(',')));
        if (bytes.length == 0) {
            return Session.OK; // GDB tries whether it may send bytes as they are
        }
        int hart = harts.selected();
        return change(() -> harts.ask(view -> memory.write(view, hart, address, bytes)));
    }

    private static int colon(String arguments) {
        return arguments.indexOf(':');
    }

    private String change(BooleanSupplier writing) {
        Optional<String> refusal = guard.refusal();
        if (refusal.isPresent()) {
            return Session.error(refusal.get());
        }
        try {
            return writing.getAsBoolean() ? Session.OK : UNREACHABLE;
        } catch (IllegalArgumentException e) {
            return Session.error(e.getMessage());
        }
    }
}
