package ft.debug.gdb;

import ft.debug.packet.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** General questions: what the stub can do, which threads there are, tables to be read. */
final class QueryHandlers {
    // Addresses are those of the hart, so anything may be anywhere.
    private static final String MEMORY_MAP =
            "<?xml version=\"1.0\"?>\n<memory-map>\n"
                    + "<memory type=\"ram\" start=\"0x0\" length=\"0x8000000000000000\"/>\n"
                    + "<memory type=\"ram\" start=\"0x8000000000000000\""
                    + " length=\"0x8000000000000000\"/>\n</memory-map>\n";

    private final Harts harts;
    private final Monitor monitor;
    private final Session.Outlet outlet;

    QueryHandlers(Harts harts, Monitor monitor, Session.Outlet outlet) {
        this.harts = harts;
        this.monitor = monitor;
        this.outlet = outlet;
    }

    void addTo(Map<String, Session.Handler> handlers) {
        handlers.put(
                "qSupported",
                arguments ->
                        "PacketSize="
                                + Integer.toHexString(Session.PACKET_SIZE)
                                + ";qXfer:features:read+;qXfer:memory-map:read+"
                                + ";qXfer:threads:read+;QStartNoAckMode+;vContSupported+"
                                + ";ReverseStep+;ReverseContinue+");
        handlers.put(
                "QStartNoAckMode",
                arguments -> {
                    outlet.send(Session.OK);
                    outlet.stopAcknowledging();
                    return null;
                });
        handlers.put("qAttached", arguments -> "1");
        handlers.put("qSymbol::", arguments -> Session.OK);
        handlers.put("qC", arguments -> "QC" + Harts.id(harts.selected()));
        handlers.put("qfThreadInfo", arguments -> threads());
        handlers.put("qsThreadInfo", arguments -> "l");
        handlers.put("qThreadExtraInfo,", id -> Hex.text(harts.words(harts.hart(id))));
        handlers.put("T", this::alive);
        handlers.put("H", this::select);
        handlers.put("qRcmd,", text -> Hex.text(monitor.answer(Hex.string(text))));
        handlers.put("Qqemu.PhyMemMode:", this::physical);
        handlers.put("qqemu.PhyMemMode", none -> monitor.memory().isPhysical() ? "1" : "0");
        table(handlers, "features:read:target.xml", () -> harts.map().xml());
        table(handlers, "memory-map:read:", () -> MEMORY_MAP);
        table(handlers, "threads:read:", this::threadTable);
    }

    private static void table(
            Map<String, Session.Handler> handlers, String name, Supplier<String> content) {
        handlers.put("qXfer:" + name + ":", range -> part(content.get(), range));
    }

    /** A part of a table: {@code l} marks the last one. */
    private static String part(String content, String range) {
        String[] words = range.split(",", 2);
        int from = (int) Hex.number(words[0]);
        int length = (int) Math.min(Hex.number(words[1]), Session.PACKET_SIZE / 2);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, from + length);
        if (from >= bytes.length) {
            return "l";
        }
        String text = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        return (end == bytes.length ? "l" : "m") + text;
    }

    private String threads() {
        StringJoiner ids = new StringJoiner(",", "m", "");
        for (int hart = 0; hart < harts.count(); hart++) {
            ids.add(Harts.id(hart));
        }
        return ids.toString();
    }

    private String threadTable() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
        for (int hart = 0; hart < harts.count(); hart++) {
            xml.append(
                    String.format(
                            "<thread id=\"%s\" core=\"%d\">%s</thread>\n",
                            Harts.id(hart), hart, harts.words(hart)));
        }
        return xml.append("</threads>\n").toString();
    }

    private String alive(String id) {
        harts.hart(id);
        return Session.OK;
    }

    private String select(String arguments) {
        // Which hart a step is for comes with the step, or is the one that is selected.
        String id = arguments.substring(1);
        harts.select(id.equals("0") || id.equals("-1") ? harts.selected() : harts.hart(id));
        return Session.OK;
    }

    private String physical(String on) {
        monitor.memory().physical(on.equals("1"));
        return Session.OK;
    }
}
