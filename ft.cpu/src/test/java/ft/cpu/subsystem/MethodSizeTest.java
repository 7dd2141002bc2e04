package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** HotSpot never compiles a method of more than 8,000 bytecodes; none of ours may be one. */
class MethodSizeTest {
    private static final int HUGE = 8000;
    private static final int SMALL = 35;

    @Test
    void everyMethodCanBeCompiled() throws IOException, URISyntaxException {
        Path classes =
                Path.of(RiscvSubsystem.class.getResource("/ft/cpu/hart/Interpreter.class").toURI())
                        .getParent()
                        .getParent();
        Map<String, Integer> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                    readMethods(in, classes.relativize(file).toString(), sizes);
                }
            }
        }
        // So that a change of the class file format does not make the test see nothing.
        assertThat(sizes.get("hart/FastPath.class execute")).isGreaterThan(1000);
        assertThat(sizes).allSatisfy((method, size) -> assertThat(size).isLessThan(HUGE));
        // What translated code calls, however seldom, has to be compiled in line.
        sizes.keySet().removeIf(method -> !isCalledByTranslatedCode(method));
        assertThat(sizes).hasSizeGreaterThan(50);
        assertThat(sizes).allSatisfy((method, size) -> assertThat(size).isLessThanOrEqualTo(SMALL));
    }

    private static boolean isCalledByTranslatedCode(String method) {
        return method.matches(
                        "(translate/(Accesses|Elements|Atomics|Operations|FloatOperations)|memory/(Signature|Reservation))[.]class [^<]*")
                && !method.endsWith(" unsafe");
    }

    private static void readMethods(DataInputStream in, String file, Map<String, Integer> sizes)
            throws IOException {
        in.skipNBytes(8);
        List<String> constants = readConstants(in);
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        for (boolean methods : new boolean[] {false, true}) {
            for (int members = in.readUnsignedShort(); members > 0; members--) {
                in.skipNBytes(2);
                String name = constants.get(in.readUnsignedShort());
                in.skipNBytes(2);
                for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                    String attribute = constants.get(in.readUnsignedShort());
                    int length = in.readInt();
                    if (methods && attribute.equals("Code")) {
                        in.skipNBytes(4);
                        sizes.merge(file + " " + name, in.readInt(), Math::max);
                        length -= 8;
                    }
                    in.skipNBytes(length);
                }
            }
        }
    }

    private static List<String> readConstants(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<String> constants = new ArrayList<>();
        constants.add("");
        while (constants.size() < count) {
            int tag = in.readUnsignedByte();
            constants.add(tag == 1 ? in.readUTF() : "");
            switch (tag) {
                case 1 -> {}
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    constants.add("");
                }
                default -> in.skipNBytes(4);
            }
        }
        return constants;
    }
}
