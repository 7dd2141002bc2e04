package ft.linux.parts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes ELF files with sections and nothing else. */
public final class ElfMaker {
    private static final int HEADER = 64;

    private record Section(String name, byte[] content) {}

    private final List<Section> sections = new ArrayList<>();

    private ElfMaker() {
        sections.add(new Section("", new byte[0]));
    }

    /** A kernel module. */
    public static byte[] module(String... depends) {
        String info = "license=GPL\0\0depends=" + String.join(",", depends) + "\0name=some\0";
        ElfMaker maker = new ElfMaker();
        maker.sections.add(new Section(".modinfo", info.getBytes(StandardCharsets.UTF_8)));
        return maker.bytes();
    }

    /** A program or a library. */
    public static byte[] needing(String... libraries) {
        StringBuilder strings = new StringBuilder("\0");
        ByteBuffer dynamic =
                ByteBuffer.allocate(16 * (libraries.length + 2)).order(ByteOrder.LITTLE_ENDIAN);
        dynamic.putLong(5).putLong(0x1234);
        for (String each : libraries) {
            dynamic.putLong(1).putLong(strings.length());
            strings.append(each).append('\0');
        }
        ElfMaker maker = new ElfMaker();
        maker.sections.add(new Section(".dynamic", dynamic.array()));
        maker.sections.add(
                new Section(".dynstr", strings.toString().getBytes(StandardCharsets.UTF_8)));
        return maker.bytes();
    }

    private byte[] bytes() {
        StringBuilder names = new StringBuilder();
        List<Integer> nameAt = new ArrayList<>();
        sections.add(new Section(".shstrtab", new byte[0]));
        for (Section each : sections) {
            nameAt.add(names.length());
            names.append(each.name).append('\0');
        }
        byte[] nameBytes = names.toString().getBytes(StandardCharsets.UTF_8);
        sections.set(sections.size() - 1, new Section(".shstrtab", nameBytes));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteBuffer table =
                ByteBuffer.allocate(HEADER * sections.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < sections.size(); i++) {
            byte[] bytes = sections.get(i).content;
            table.putInt(i * HEADER, nameAt.get(i));
            table.putLong(i * HEADER + 24, HEADER + content.size());
            table.putLong(i * HEADER + 32, bytes.length);
            content.writeBytes(bytes);
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, 0x464c457f);
        header.putLong(40, HEADER + content.size());
        header.putShort(60, (short) sections.size());
        header.putShort(62, (short) (sections.size() - 1));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header.array());
        file.writeBytes(content.toByteArray());
        file.writeBytes(table.array());
        return file.toByteArray();
    }
}
