package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import ft.api.device.StateContent;
import ft.api.fields.StateFields;
import ft.cpu.decode.CodePage;
import java.util.Arrays;
import java.util.stream.LongStream;

/** What memory holds, as a snapshot has it: main storage, reserved memory and the ROM shadow. */
final class MemoryState implements StateContent {
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int MARKS = PAGE / 2 / Long.SIZE;

    /** Stands for the page of zeros, where pages of the ROM are -1 and below. */
    private static final int ZEROS = Integer.MIN_VALUE;

    private final MemoryController controller;
    private final Dram dram;

    MemoryState(MemoryController controller) {
        this.controller = controller;
        dram = controller.dram();
    }

    void state(StateFields fields) {
        fields.content("main", this);
        byte[] reserved = controller.reserved().data;
        copy(fields.bytes("reserved", reserved), reserved);
        Frame[] rom = controller.rom();
        byte[] shadow = new byte[rom.length * PAGE];
        for (int page = 0; page < rom.length; page++) {
            System.arraycopy(rom[page].data, 0, shadow, page * PAGE, PAGE);
        }
        byte[] loaded = fields.bytes("rom", shadow);
        for (int page = 0; page < rom.length && fields.isLoading(); page++) {
            System.arraycopy(loaded, page * PAGE, rom[page].data, 0, PAGE);
        }
        if (controller.tracksLines()) {
            decoded(fields);
        }
    }

    private static void copy(byte[] loaded, byte[] target) {
        if (loaded.length != target.length) {
            throw new IllegalArgumentException(
                    "the reserved memory was saved with %d bytes and has %d"
                            .formatted(loaded.length, target.length));
        }
        System.arraycopy(loaded, 0, target, 0, target.length);
    }

    @Override
    public long size() {
        return dram.size();
    }

    @Override
    public boolean isHole(long position) {
        return dram.frame((int) (position / PAGE)) == null;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        dram.read(dram.base() + position, target, offset, length);
    }

    /** Not a change that anybody has to hear of: what has changed comes with the change sets. */
    @Override
    public void write(long position, byte[] source, int offset, int length) {
        int page = (int) (position / PAGE);
        Frame frame = dram.frame(page);
        if (frame == null) {
            frame = dram.create(page);
        }
        System.arraycopy(source, offset, frame.data, (int) (position % PAGE), length);
    }

    /**
     * Which half-words were decoded. Their lines count as read whenever the page is looked at, so
     * what an access trace begins with depends on it.
     */
    private void decoded(StateFields fields) {
        LongStream.Builder own = LongStream.builder();
        for (int page = 0; page < dram.pages(); page++) {
            add(own, page, dram.frame(page));
        }
        Frame[] rom = controller.rom();
        for (int page = 0; page < rom.length; page++) {
            add(own, -1 - page, rom[page]);
        }
        add(own, ZEROS, controller.zeros());
        long[] all = fields.numbers("decoded", own.build().toArray());
        for (int i = 0; i < all.length && fields.isLoading(); i += 1 + MARKS) {
            CodePage code = controller.decoded.of(frame((int) all[i]));
            code.mark(Arrays.copyOfRange(all, i + 1, i + 1 + MARKS));
        }
    }

    private Frame frame(int number) {
        if (number == ZEROS) {
            return controller.zeros();
        }
        return number < 0 ? controller.rom()[-1 - number] : dram.frame(number);
    }

    private static void add(LongStream.Builder own, int number, Frame frame) {
        if (frame != null && frame.code != null) {
            own.add(number);
            Arrays.stream(frame.code.marks()).forEach(own::add);
        }
    }
}
