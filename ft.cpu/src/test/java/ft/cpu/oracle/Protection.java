package ft.cpu.oracle;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Physical memory protection of a stream: some regions of its data with other permissions, and
 * everything else allowed.
 *
 * @param configuration {@code pmpcfg0}
 * @param regions {@code pmpaddr0} and on, relative to the slot
 */
record Protection(long configuration, long[] regions) {
    private static final int REGIONS = 3;
    private static final int ALL = 0x1f;
    private static final int LOCKED = 0x80;
    private static final int TOP_OF_RANGE = 1;
    private static final int NATURALLY_ALIGNED = 3;

    /** Bits 55 to 2; QEMU 7.2 keeps those above, which are not there. */
    private static final long EVERYWHERE = (1L << 54) - 1;

    /** Nothing is forbidden. */
    static Protection none() {
        return new Protection((long) ALL << 8 * REGIONS, new long[REGIONS]);
    }

    /**
     * Some regions.
     *
     * @param locked whether nothing changes them until a reset, and they hold for machine mode too
     */
    static Protection random(Random random, boolean locked) {
        int lock = locked ? LOCKED : 0;
        long configuration = (long) (ALL | lock) << 8 * REGIONS;
        long[] regions = new long[REGIONS];
        for (int region = 0; region < REGIONS; region++) {
            int mode = random.nextInt(4);
            if (mode == TOP_OF_RANGE && region == 0) {
                mode = 0; // it would begin at 0
            }
            // Writable but not readable is reserved.
            int permissions = random.nextInt(8);
            permissions |= (permissions & 2) >> 1;
            configuration |= (long) (mode << 3 | permissions | lock) << 8 * region;
            // Around the end of the first page of data, where pointers are.
            long at = Slot.DATA + Slot.PAGE + 8 * (random.nextInt(64) - 32);
            if (mode == NATURALLY_ALIGNED) {
                int bits = random.nextInt(7);
                regions[region] = at >>> 2 & -1L << bits + 1 | (1L << bits) - 1;
            } else {
                regions[region] = (at >>> 2) + (mode == TOP_OF_RANGE ? random.nextInt(16) : 0);
            }
        }
        return new Protection(configuration, regions);
    }

    void write(ByteBuffer slot, long physical) {
        slot.putLong(Slot.PMPCFG, configuration);
        for (int region = 0; region < REGIONS; region++) {
            slot.putLong(Slot.PMPADDR + 8 * region, (physical >>> 2) + regions[region]);
        }
        slot.putLong(Slot.PMPADDR + 8 * REGIONS, EVERYWHERE);
    }
}
