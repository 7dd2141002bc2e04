package ft.observe.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static final Map<String, Object> VALUE =
            map(
                    "name",
                    "a \"b\" \\ \n\t\u0001 \uD83D\uDE00",
                    "none",
                    null,
                    "list",
                    Arrays.asList(1, true, null),
                    "empty",
                    List.of(),
                    "rows",
                    List.of(map("x", 1, "name", "long one"), map("x", 22, "name", "")));

    @Test
    void json() {
        assertThat(JsonText.of(VALUE))
                .isEqualTo(
                        """
                        {
                          "name": "a \\"b\\" \\\\ \\n\\t\\u0001 \\ud83d\\ude00",
                          "none": null,
                          "list": [
                            1,
                            true,
                            null
                          ],
                          "empty": [],
                          "rows": [
                            {
                              "x": 1,
                              "name": "long one"
                            },
                            {
                              "x": 22,
                              "name": ""
                            }
                          ]
                        }
                        """);
    }

    @Test
    void text() {
        assertThat(
                        OutlineText.of(
                                map("top", map("b", 1, "longer", "c", "rows", VALUE.get("rows")))))
                .isEqualTo(
                        """
                        top
                          b       1
                          longer  c
                          rows
                            x   name
                            1   long one
                            22
                        """);
        assertThat(OutlineText.of(Map.of())).isEqualTo("No server is described.\n");
    }
}
