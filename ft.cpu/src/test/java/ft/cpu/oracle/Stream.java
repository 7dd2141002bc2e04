package ft.cpu.oracle;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * A stream of instructions with everything it starts from. What is not {@linkplain #kept kept} is
 * left out, and what reached it reaches what follows.
 *
 * @param seed what it was made of
 * @param items what it is made of
 * @param kept items that are there
 * @param setting where it runs
 */
record Stream(long seed, List<Item> items, BitSet kept, Setting setting) {
    private static final int ECALL = 0x73;

    /** With other items kept. */
    Stream keeping(BitSet others) {
        BitSet possible = (BitSet) others.clone();
        for (int item = 0; item < items.size(); item++) {
            boolean changes = items.get(item).reach() == Item.Reach.CHANGED;
            if (changes && !others.get(items.get(item).target())) {
                possible.clear(item);
            }
        }
        return new Stream(seed, items, possible, setting);
    }

    /** Instructions in it, without what is executed again. */
    int length() {
        return kept.stream().map(item -> items.get(item).words().size()).sum();
    }

    /** Puts it into its slot, a buffer of {@link Slot#SIZE} bytes. */
    void write(ByteBuffer slot, long physical) {
        long[] places = new long[items.size() + 1];
        long code = setting.codeAddress(physical);
        long place = code;
        for (int item = 0; item < items.size(); item++) {
            places[item] = place;
            place += kept.get(item) ? items.get(item).size() : 0;
        }
        places[items.size()] = place;
        int at = setting.codeOffset();
        for (int number = kept.nextSetBit(0); number >= 0; number = kept.nextSetBit(number + 1)) {
            Item item = items.get(number);
            long target =
                    switch (item.reach()) {
                        case NONE -> 0;
                        case DATA -> setting.dataAddress(physical) + item.target();
                        case VIRTUAL -> setting.space().address(Slot.DATA) + item.target();
                        case LARGE -> setting.space().large(physical) + item.target();
                        default -> places[Math.min(item.target(), items.size())];
                    };
            for (int word : item.at(places[number], target)) {
                at = put(slot, at, word);
            }
        }
        at = put(slot, at, ECALL);
        setting.write(slot, physical);
        slot.putLong(Slot.CODE_ADDRESS, code);
        slot.putLong(Slot.CODE_PLACE, physical + setting.codeOffset());
        slot.putLong(Slot.ENTRY, code);
        slot.putLong(Slot.END, place);
        slot.putLong(Slot.CODE_SIZE, at - setting.codeOffset());
    }

    private int put(ByteBuffer slot, int at, int word) {
        int length = Item.length(word);
        slot.putShort(at, (short) word);
        if (length == 4) {
            slot.putShort(at + 2, (short) (word >>> 16));
        }
        slot.put(Slot.LENGTHS + (at - setting.codeOffset()) / 2, (byte) length);
        return at + length;
    }
}
