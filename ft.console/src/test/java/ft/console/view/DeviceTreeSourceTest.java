package ft.console.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.console.text.Problem;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dtc has compiled, it compiles again from our text. */
class DeviceTreeSourceTest {
    private static final String SOURCE =
            """
            /dts-v1/;
            /memreserve/ 0x80000000 0x10000;
            / {
                #address-cells = <2>;
                model = "a \\"board\\" with \\\\";
                compatible = "one", "two,three";
                nothing;
                empty = "";
                cells = <1 2 0xffffffff>;
                bytes = [00 11 22];
                wide = /bits/ 64 <0x123456789abcdef0>;
                umlaut = [c3 a4 00];
                soc {
                    serial@10000000 { reg = <0 0x10000000 0 0x100>; };
                    empty-node { };
                };
                cpus { cpu@0 { device_type = "cpu"; }; };
            };
            """;

    @BeforeEach
    void needsDtc() throws Exception {
        boolean installed;
        try {
            installed = new ProcessBuilder("dtc", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            installed = false;
        }
        assumeTrue(installed, "dtc (device-tree-compiler) is not installed");
    }

    private static byte[] compiled(String source) throws Exception {
        Process dtc =
                new ProcessBuilder("dtc", "-q", "-I", "dts", "-O", "dtb")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        dtc.outputWriter().append(source).close();
        byte[] blob = dtc.getInputStream().readAllBytes();
        assertThat(dtc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(dtc.exitValue()).as("status of dtc for%n%s", source).isZero();
        return blob;
    }

    @Test
    void aTreeSurvivesTheWayThroughItsSource() throws Exception {
        byte[] blob = compiled(SOURCE);
        String text = new DeviceTreeSource(blob).toString();
        assertThat(compiled(text)).as(text).isEqualTo(blob);
        assertThat(text)
                .contains("compatible = \"one\", \"two,three\";", "bytes = [00 11 22];")
                .contains("nothing;", "cells = <0x1 0x2 0xffffffff>;");
    }

    @Test
    void whatIsNoTreeOrTornIsAProblem() throws Exception {
        byte[] blob = compiled(SOURCE);
        byte[] torn = java.util.Arrays.copyOf(blob, blob.length / 2);
        assertThatThrownBy(() -> new DeviceTreeSource(torn)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> new DeviceTreeSource(new byte[100]))
                .hasMessage("That is no flattened device tree.");
    }
}
