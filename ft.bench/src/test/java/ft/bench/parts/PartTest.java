package ft.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the table of parts says is what JMH finds. */
class PartTest {
    private static final Pattern ENTRY =
            Pattern.compile("ft\\.bench\\.parts\\.jmh_generated\\.(\\w+)_(\\w+)_jmhTest");

    @Test
    void everyMethodIsThere() throws Exception {
        Set<String> found = new TreeSet<>();
        try (InputStream list = PartTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            Matcher entry = ENTRY.matcher(new String(list.readAllBytes(), StandardCharsets.UTF_8));
            while (entry.find()) {
                found.add(entry.group(1) + "." + entry.group(2));
            }
        }
        Set<String> expected = new TreeSet<>();
        for (Part part : Part.values()) {
            expected.add(part.type() + ".ours");
        }
        assertThat(found).isEqualTo(expected);
    }
}
