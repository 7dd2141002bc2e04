package ft.chipset.server;

import ft.api.server.*;
import ft.api.state.*;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

public class Trial {
    public static void main(String[] a) throws Exception {
        TestParts parts = new TestParts();
        String guest = a.length > 0 ? a[0] : "hello";
        try (DuplexServer s =
                parts.server(a.length > 2 ? a[2].split(",") : new String[] {"driver=PARALLEL"})) {
            s.guest(parts.guest(guest, a.length > 1 ? a[1] : ""));
            s.onEvent(
                    e ->
                            System.out.println(
                                    e.clock()
                                            + " #"
                                            + e.system()
                                            + " "
                                            + e.label()
                                            + " "
                                            + e.event()
                                            + " "
                                            + e.from()
                                            + " -> "
                                            + e.to()
                                            + " "
                                            + e.mode()
                                            + (e.refused() ? " REFUSED" : "")
                                            + " "
                                            + e.text()));
            s.onReport(r -> System.out.println(r));
            if (a.length > 3 && !a[3].isEmpty())
                for (String f : a[3].split(";")) {
                    String[] p = f.split("@");
                    String[] w = p[0].split(" ");
                    Operation op =
                            switch (w[0]) {
                                case "reg" ->
                                        new Operation.Inject(
                                                new Fault.RegisterFlip(
                                                        Integer.parseInt(w[1]),
                                                        0,
                                                        w[2],
                                                        Integer.parseInt(w[3])));
                                case "mem" ->
                                        new Operation.Inject(
                                                new Fault.MemoryFlip(
                                                        Integer.parseInt(w[1]),
                                                        Long.decode(w[2]),
                                                        Integer.parseInt(w[3])));
                                case "pull" ->
                                        new Operation.Pull(Integer.parseInt(w[1]), Board.CPU);
                                case "insert" ->
                                        new Operation.Insert(Integer.parseInt(w[1]), Board.CPU);
                                case "strategy" -> new Operation.SelectStrategy(0, w[1]);
                                default -> throw new IllegalArgumentException(f);
                            };
                    s.submitAt(Long.parseLong(p[1]), op)
                            .whenComplete((r, e) -> System.out.println(f + ": " + r + " " + e));
                }
            System.out.println(
                    s.submit(new Operation.PowerOn(Operation.ALL)).get(10, TimeUnit.SECONDS));
            long hold = a.length > 4 ? Long.parseLong(a[4]) : 3_000_000L;
            try {
                System.out.println(
                        s.holdAt(hold).get(Integer.getInteger("w", 120), TimeUnit.SECONDS));
            } catch (Exception e) {
                System.out.println("hold: " + e + s);
            }
            System.out.println(s.systems());
            System.out.println(s.guestExit());
            System.out.println(s.progress());
            System.out.println(new String(s.output("uart0/serial"), StandardCharsets.UTF_8));
            System.out.println("uart1: " + s.output("uart1/serial").length);
            System.out.println(s.slots());
        }
    }
}
