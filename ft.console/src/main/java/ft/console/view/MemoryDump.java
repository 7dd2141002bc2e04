package ft.console.view;

/**
 * A piece of main storage.
 *
 * @param address physical address of the first byte
 * @param data its content
 */
public record MemoryDump(long address, byte[] data) {
    private static final int LINE = 16;

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int start = 0; start < data.length; start += LINE) {
            text.append(start == 0 ? "" : "\n").append(line(start));
        }
        return text.toString();
    }

    private String line(int start) {
        StringBuilder hex = new StringBuilder();
        StringBuilder ascii = new StringBuilder();
        for (int index = start; index < start + LINE; index++) {
            hex.append(index - start == LINE / 2 ? "  " : " ");
            if (index < data.length) {
                int value = data[index] & 0xff;
                hex.append(String.format("%02x", value));
                ascii.append(value >= ' ' && value < 0x7f ? (char) value : '.');
            } else {
                hex.append("  ");
            }
        }
        return String.format("%010x %s  |%s|", address + start, hex, ascii);
    }
}
