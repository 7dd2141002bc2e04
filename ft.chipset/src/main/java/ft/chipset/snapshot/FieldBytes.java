package ft.chipset.snapshot;

import ft.api.device.StateContent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The fields of a part as they are in a file; names and versions of parts are in the manifest. */
final class FieldBytes {
    private FieldBytes() {}

    static void write(DataOutputStream out, SavedPart part, BlockTable blocks) throws IOException {
        out.writeInt(part.numbers.size());
        for (Map.Entry<String, Long> each : part.numbers.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeLong(each.getValue());
        }
        out.writeInt(part.bytes.size());
        for (Map.Entry<String, byte[]> each : part.bytes.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeInt(each.getValue().length);
            out.write(each.getValue());
        }
        out.writeInt(part.contents.size());
        for (Map.Entry<String, SavedContent> each : part.contents.entrySet()) {
            SavedContent content = each.getValue();
            out.writeUTF(each.getKey());
            out.writeLong(content.size());
            out.writeInt(content.numbers().length);
            for (int i = 0; i < content.numbers().length; i++) {
                out.writeInt(content.numbers()[i]);
                out.writeInt(blocks.numberOf(content.blocks()[i]));
            }
        }
    }

    static void read(DataInputStream in, SavedPart part, List<byte[]> blocks) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            part.numbers.put(in.readUTF(), in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            byte[] bytes = in.readNBytes(in.readInt());
            part.bytes.put(name, bytes);
        }
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            long size = in.readLong();
            int count = in.readInt();
            if (size < 0 || count < 0 || count > size / StateContent.BLOCK + 1) {
                throw new RefusedFileException("is damaged: its content is longer than it says");
            }
            int[] numbers = new int[count];
            byte[][] content = new byte[count][];
            for (int i = 0; i < count; i++) {
                numbers[i] = in.readInt();
                int block = in.readInt();
                if (block < 0 || block >= blocks.size()) {
                    throw new RefusedFileException("is damaged: it lacks blocks");
                }
                content[i] = blocks.get(block);
            }
            part.contents.put(name, new SavedContent(size, numbers, content));
        }
    }
}
