package ft.cpu.oracle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Runs streams here and in QEMU and compares everything that they leave. */
final class Oracle {
    private static final int SHOWN = 12;

    private final Qemu qemu;
    private final Emulator emulator = new Emulator();
    private final boolean supervisor = Emulator.hasSupervisor();
    private long streams;
    private long executed;

    /** With a folder for QEMU's main storage. */
    Oracle(Path folder) {
        qemu = new Qemu(folder);
    }

    /** Instructions of streams that were executed so far. */
    long executed() {
        return executed;
    }

    /** Streams compared so far. */
    long streams() {
        return streams;
    }

    Stream stream(long seed) {
        return Generator.stream(seed, supervisor);
    }

    /** Those streams that do something else in QEMU. */
    List<Stream> allDiffering(List<Stream> some) throws IOException, InterruptedException {
        streams += some.size();
        byte[][] both = run(some);
        List<Stream> differing = new ArrayList<>();
        for (int number = 0; number < some.size(); number++) {
            executed += Slot.retired(Batch.slot(both[0], number));
            if (!differences(both, number).isEmpty()) {
                differing.add(some.get(number));
            }
        }
        return differing;
    }

    boolean differs(Stream stream) throws IOException, InterruptedException {
        return !allDiffering(List.of(stream)).isEmpty();
    }

    private byte[][] run(List<Stream> some) throws IOException, InterruptedException {
        Batch batch = new Batch(some, supervisor);
        long memory = Generator.memory(some.size());
        byte[] here = emulator.run(batch.image(), memory);
        byte[] there = qemu.run(batch.imageWithoutMarks(), memory);
        batch.putMarksBack(there);
        return new byte[][] {here, there};
    }

    private static List<Integer> differences(byte[][] both, int number) {
        ByteBuffer here = Batch.slot(both[0], number);
        ByteBuffer there = Batch.slot(both[1], number);
        List<Integer> differences = new ArrayList<>();
        if (here.mismatch(there) >= 0) {
            for (int offset : Slot.offsets()) {
                if (here.getLong(offset) != there.getLong(offset)) {
                    differences.add(offset);
                }
            }
        }
        return differences;
    }

    /** The shortest part of a stream that still differs. */
    Stream shrink(Stream stream) throws IOException, InterruptedException {
        Stream shortest = stream;
        for (int piece = stream.items().size() / 2; piece > 0; ) {
            boolean shorter = false;
            for (int from = 0; from < stream.items().size(); from += piece) {
                BitSet kept = (BitSet) shortest.kept().clone();
                kept.clear(from, Math.min(from + piece, stream.items().size()));
                Stream candidate = shortest.keeping(kept);
                if (!candidate.kept().equals(shortest.kept()) && differs(candidate)) {
                    shortest = candidate;
                    shorter = true;
                }
            }
            piece = shorter && piece == 1 ? 1 : piece / 2;
        }
        return shortest;
    }

    /** What is different, and how to see it again. */
    String describe(Stream stream) throws IOException, InterruptedException {
        byte[][] both = run(List.of(stream));
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "Seed %d in mode %d%s, %d instructions left:%n",
                        stream.seed(),
                        stream.setting().mode(),
                        stream.setting().space() == null ? "" : " with virtual memory",
                        stream.length()));
        ByteBuffer here = Batch.slot(both[0], 0);
        ByteBuffer there = Batch.slot(both[1], 0);
        int at = stream.setting().codeOffset();
        long address = here.getLong(Slot.CODE_ADDRESS);
        int end = at + (int) here.getLong(Slot.CODE_SIZE);
        while (at < end) {
            int word = here.getShort(at) & 0xffff;
            int length = Item.length(word);
            word |= length == 4 ? here.getShort(at + 2) << 16 : 0;
            text.append(
                    String.format(length == 4 ? "  %x  %08x%n" : "  %x  %04x%n", address, word));
            at += length;
            address += length;
        }
        List<Integer> differences = differences(both, 0);
        for (int offset : differences.subList(0, Math.min(SHOWN, differences.size()))) {
            text.append(
                    String.format(
                            "  %-18s here %016x, QEMU %016x%n",
                            Slot.name(offset), here.getLong(offset), there.getLong(offset)));
        }
        text.append("Replay: ").append(command(stream));
        return text.toString();
    }

    /** The command that runs a stream again. */
    private static String command(Stream stream) {
        return "mvn -q verify -pl ft.cpu -am -Dtest=OracleTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dft.oracle.replay="
                + stream.seed()
                + ":"
                + stream.kept().toString().replaceAll("[{} ]", "");
    }

    /** A stream that such a command names. */
    Stream replayed(String name) {
        String[] parts = name.split(":", -1);
        Stream whole = stream(Long.parseLong(parts[0]));
        if (parts.length == 1) {
            return whole;
        }
        BitSet kept = new BitSet();
        for (String item : parts[1].split(",")) {
            if (!item.isEmpty()) {
                kept.set(Integer.parseInt(item));
            }
        }
        return whole.keeping(kept);
    }
}
