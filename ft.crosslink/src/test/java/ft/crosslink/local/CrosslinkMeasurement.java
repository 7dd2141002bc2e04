package ft.crosslink.local;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;

/**
 * Prints round trip time and throughput between two threads; asserts nothing, since both depend on
 * what else the machine does.
 */
public final class CrosslinkMeasurement {
    private CrosslinkMeasurement() {}

    /** Runs everything a few times: the first is warm-up. */
    public static void main(String[] arguments) throws Exception {
        for (int run = 0; run < 4; run++) {
            for (int spins : new int[] {2000, 0}) {
                System.out.printf(
                        "round trip, 64 bytes, %4d spins: %8.2f µs%n",
                        spins, roundTrip(spins, spins == 0 ? 50_000 : 300_000) / 1000);
            }
            for (int size : new int[] {64, 512, 4096 + 16, CrosslinkPort.MAX_FRAME}) {
                double nanos = stream(size, Math.min(3_000_000, 2_000_000_000 / size));
                System.out.printf(
                        "stream, %5d bytes: %8.1f ns a frame, %8.1f MB/s%n",
                        size, nanos, size * 1000.0 / nanos);
            }
        }
    }

    private static LocalCrosslink connected(int spins) {
        LocalCrosslink crosslink = new LocalCrosslink(2, 1 << 20, spins);
        crosslink.connect(0, 1, true);
        crosslink.port(0).up(1);
        crosslink.port(1).up(0);
        return crosslink;
    }

    private static double roundTrip(int spins, int count) throws Exception {
        LocalCrosslink crosslink = connected(spins);
        byte[] frame = new byte[64];
        CrosslinkPort one = crosslink.port(1);
        CrosslinkPort zero = crosslink.port(0);
        Thread echo =
                new Thread(
                        () -> {
                            CrosslinkPort.Handler back =
                                    (peer, path, buffer, offset, length) ->
                                            one.send(peer, path, buffer, offset, length);
                            for (int i = 0; i < count; ) {
                                if (one.poll(back)) {
                                    i++;
                                } else {
                                    one.await(Long.MAX_VALUE);
                                }
                            }
                        });
        echo.start();
        CrosslinkPort.Handler nothing = (peer, path, buffer, offset, length) -> {};
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            zero.send(1, Path.CROSSLINK, frame, 0, frame.length);
            while (!zero.poll(nothing)) {
                zero.await(Long.MAX_VALUE);
            }
        }
        long nanos = System.nanoTime() - start;
        echo.join();
        return (double) nanos / count;
    }

    private static double stream(int size, int count) throws Exception {
        LocalCrosslink crosslink = connected(2000);
        CrosslinkPort one = crosslink.port(1);
        CrosslinkPort zero = crosslink.port(0);
        Thread sink =
                new Thread(
                        () -> {
                            CrosslinkPort.Handler nothing =
                                    (peer, path, buffer, offset, length) -> {};
                            for (int i = 0; i < count; ) {
                                if (one.poll(nothing)) {
                                    i++;
                                } else {
                                    one.await(Long.MAX_VALUE);
                                }
                            }
                        });
        sink.start();
        byte[] frame = new byte[size];
        long start = System.nanoTime();
        for (int i = 0; i < count; ) {
            if (zero.send(1, Path.CROSSLINK, frame, 0, size)) {
                i++;
            } else {
                Thread.onSpinWait();
            }
        }
        sink.join();
        return (double) (System.nanoTime() - start) / count;
    }
}
