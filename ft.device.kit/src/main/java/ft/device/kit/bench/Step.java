package ft.device.kit.bench;

import ft.api.board.BoardMap;
import java.util.List;
import java.util.Random;

/** Something that happens to a device. */
record Step(Kind kind, long offset, int size, long value, String channel, byte[] data) {
    private static final int[] SIZES = {1, 2, 4, 8};
    private static final long[] TIMES = {0, 0, 1, 1_000, 50_000, 1_000_000, 1_000_000_000};
    private static final int LONGEST_MESSAGE = 40;

    enum Kind {
        READ,
        WRITE,
        BOUNDARY,
        MESSAGE,
        EJECT
    }

    private static Step of(Kind kind, long value) {
        return new Step(kind, 0, 0, value, "", new byte[0]);
    }

    static Step read(long offset, int size) {
        return new Step(Kind.READ, offset, size, 0, "", new byte[0]);
    }

    static Step write(long offset, int size, long value) {
        long data = size == 8 ? value : value & (1L << 8 * size) - 1;
        return new Step(Kind.WRITE, offset, size, data, "", new byte[0]);
    }

    /**
     * What may happen next.
     *
     * @param places offsets of which the device has a name
     */
    static Step random(Random random, List<Long> places, long window, List<String> channels) {
        int choice = random.nextInt(100);
        if (choice < 2) {
            return of(Kind.EJECT, 0);
        }
        if (choice < 15) {
            return of(Kind.BOUNDARY, TIMES[random.nextInt(TIMES.length)]);
        }
        if (choice < 25 && !channels.isEmpty()) {
            byte[] data = new byte[1 + random.nextInt(LONGEST_MESSAGE)];
            random.nextBytes(data);
            String channel = channels.get(random.nextInt(channels.size()));
            return new Step(Kind.MESSAGE, 0, 0, 0, channel, data);
        }
        int size = SIZES[random.nextInt(SIZES.length)];
        long offset =
                places.isEmpty() || random.nextInt(8) == 0
                        ? Math.floorMod(random.nextLong(), window)
                        : places.get(random.nextInt(places.size()));
        offset = Math.min(offset, Math.max(0, window - size)) / size * size;
        return choice < 55 ? read(offset, size) : write(offset, size, value(random));
    }

    private static long value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(4);
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(Long.SIZE);
            case 3 -> BoardMap.DRAM_BASE + random.nextInt(DeviceBench.MEMORY_SIZE);
            case 4 -> random.nextInt(0x100);
            default -> random.nextLong();
        };
    }

    /** Does it; gives what came out of it, in words. */
    String run(DeviceBench bench) {
        switch (kind) {
            case READ -> {
                return "gives 0x%x".formatted(bench.read(offset, size));
            }
            case WRITE -> bench.write(offset, size, value);
            case BOUNDARY -> bench.boundary(value);
            case MESSAGE -> bench.send(channel, data);
            default -> bench.eject();
        }
        return "";
    }

    @Override
    public String toString() {
        return switch (kind) {
            case READ -> "a read of %d bytes at 0x%x".formatted(size, offset);
            case WRITE -> "a write of 0x%x, %d bytes, at 0x%x".formatted(value, size, offset);
            case BOUNDARY -> "an instruction boundary %d ns later".formatted(value);
            case MESSAGE -> "%d bytes from %s".formatted(data.length, channel);
            default -> "the pull of its board";
        };
    }
}
