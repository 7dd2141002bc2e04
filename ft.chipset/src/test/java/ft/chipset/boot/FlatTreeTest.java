package ft.chipset.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.api.board.DeviceTreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flattened device tree, read again by a reader of its own and by the device tree compiler. */
class FlatTreeTest {
    @TempDir private Path folder;

    private static DeviceTreeNode tree() {
        DeviceTreeNode cpu =
                DeviceTreeNode.of("cpu@0")
                        .withStrings("device_type", "cpu")
                        .withCells("reg", 0)
                        .withStrings("compatible", "riscv");
        DeviceTreeNode serial =
                DeviceTreeNode.of("serial@10000000")
                        .withReg(0x1000_0000L, 0x100)
                        .withStrings("compatible", "ns16550a", "ns16550")
                        .withCells("interrupts", 10);
        return BoardTree.build(
                Chosen.of("ws=256 report=200"),
                List.of(
                        DeviceTreeNode.of("cpus")
                                .withCells("#address-cells", 1)
                                .withCells("#size-cells", 0)
                                .with(cpu),
                        DeviceTreeNode.of("memory@80000000")
                                .withStrings("device_type", "memory")
                                .withReg(0x8000_0000L, 0x80_0000)),
                List.of(
                        serial,
                        DeviceTreeNode.of("test@100000")
                                .withReg(0x10_0000, 0x1000)
                                .withStrings("compatible", "sifive,test1", "syscon")
                                .withCells("phandle", 77)));
    }

    @Test
    void readsBackAsItWasWritten() {
        assertThat(text(Reader.read(FlatTree.write(tree())))).isEqualTo(text(tree()));
    }

    @Test
    void theHeaderTellsWhereThingsAre() {
        byte[] flat = FlatTree.write(tree());
        ByteBuffer in = ByteBuffer.wrap(flat);
        assertThat(in.getInt(0)).isEqualTo(0xd00dfeed);
        assertThat(in.getInt(4)).as("size").isEqualTo(flat.length);
        assertThat(in.getInt(20)).as("version").isEqualTo(17);
        assertThat(in.getInt(24)).as("last compatible version").isEqualTo(16);
        assertThat(in.getInt(8) % 4).as("structure block alignment").isZero();
        int reservations = in.getInt(16);
        assertThat(reservations % 8).as("reservation block alignment").isZero();
        assertThat(in.getLong(reservations)).as("no reservation").isZero();
        assertThat(in.getLong(reservations + 8)).isZero();
        assertThat(in.getInt(8) + in.getInt(36)).isLessThanOrEqualTo(in.getInt(12));
        assertThat(in.getInt(12) + in.getInt(32)).isEqualTo(flat.length);
    }

    @Test
    void aNameOfAPropertyIsKeptOnce() {
        DeviceTreeNode root =
                DeviceTreeNode.of("")
                        .with(DeviceTreeNode.of("a").withCells("reg", 1))
                        .with(DeviceTreeNode.of("b").withCells("reg", 2));
        ByteBuffer in = ByteBuffer.wrap(FlatTree.write(root));
        assertThat(in.getInt(32)).as("size of the strings").isEqualTo("reg\0".length());
    }

    @Test
    void everyLengthOfAValueIsPadded() {
        DeviceTreeNode root = DeviceTreeNode.of("");
        for (int length = 0; length < 9; length++) {
            root = root.with("p" + length, new byte[length]);
        }
        assertThat(text(Reader.read(FlatTree.write(root)))).isEqualTo(text(root));
    }

    @Test
    void theBoardNamesConsoleAndPower() {
        String board = text(tree());
        assertThat(board)
                .contains("stdout-path=" + hex("/soc/serial@10000000\0"))
                .contains("bootargs=" + hex("ws=256 report=200\0"))
                .contains("poweroff")
                .contains("reboot")
                .contains("regmap=0000004d");
    }

    @Test
    void withoutArgumentsAndDevicesThereIsNothingOfThem() {
        String board = text(BoardTree.build(Chosen.of(""), List.of(), List.of()));
        assertThat(board).doesNotContain("bootargs", "stdout-path", "poweroff", "reboot");
    }

    @Test
    void theDeviceTreeCompilerReadsIt() throws IOException, InterruptedException {
        Path flat = Files.write(folder.resolve("board.dtb"), FlatTree.write(tree()));
        Path source = folder.resolve("board.dts");
        Path messages = folder.resolve("messages");
        assumeTrue(isInstalled("dtc"), "dtc is not installed; nothing else reads the tree here");
        Process dtc =
                new ProcessBuilder(
                                "dtc",
                                "-I",
                                "dtb",
                                "-O",
                                "dts",
                                "-o",
                                source.toString(),
                                flat.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(messages.toFile())
                        .start();
        assertThat(dtc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(dtc.exitValue()).as(Files.readString(messages)).isZero();
        assertThat(Files.readString(messages)).doesNotContain("ERROR", "FATAL");
        assertThat(Files.readString(source))
                .contains("compatible = \"ns16550a") // versions write lists differently
                .contains("bootargs = \"ws=256 report=200\";")
                .contains("reg = <0x00 0x10000000 0x00 0x100>;");
    }

    private static boolean isInstalled(String program) {
        for (String place : System.getenv("PATH").split(java.io.File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    private static String text(DeviceTreeNode node) {
        StringBuilder out = new StringBuilder("{").append(node.name());
        node.properties()
                .forEach(
                        (name, value) ->
                                out.append(' ').append(name).append('=').append(hex(value)));
        node.children().forEach(child -> out.append('\n').append(text(child)));
        return out.append('}').toString();
    }

    private static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    /** Reads the structure block, by Devicetree Specification 0.4, section 5.4. */
    private static final class Reader {
        private final ByteBuffer in;
        private final int strings;

        private Reader(byte[] flat) {
            in = ByteBuffer.wrap(flat);
            strings = in.getInt(12);
            in.position(in.getInt(8));
        }

        static DeviceTreeNode read(byte[] flat) {
            Reader reader = new Reader(flat);
            assertThat(reader.in.getInt()).isEqualTo(1);
            DeviceTreeNode root = reader.node();
            assertThat(reader.in.getInt()).as("end of the structure").isEqualTo(9);
            assertThat(reader.in.position()).isEqualTo(reader.in.getInt(8) + reader.in.getInt(36));
            return root;
        }

        private DeviceTreeNode node() {
            String name = text(in.position());
            in.position(in.position() + name.length() + 1);
            align();
            Map<String, byte[]> properties = new LinkedHashMap<>();
            List<DeviceTreeNode> children = new ArrayList<>();
            while (true) {
                int token = in.getInt();
                switch (token) {
                    case 1 -> children.add(node());
                    case 2 -> {
                        return new DeviceTreeNode(name, properties, children);
                    }
                    case 3 -> {
                        assertThat(children).as("properties come before children").isEmpty();
                        byte[] value = new byte[in.getInt()];
                        String property = text(strings + in.getInt());
                        in.get(value);
                        align();
                        properties.put(property, value);
                    }
                    default -> throw new AssertionError("token " + token);
                }
            }
        }

        private void align() {
            in.position(in.position() + 3 & -4);
        }

        private String text(int at) {
            int end = at;
            while (in.get(end) != 0) {
                end++;
            }
            return new String(in.array(), at, end - at, StandardCharsets.UTF_8);
        }
    }
}
