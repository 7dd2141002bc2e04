package ft.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The committed images are what the sources give. */
@Timeout(120)
class BuildTest {
    private static final Path BASH = Path.of("/bin/bash");
    private static final int CANNOT_TELL = 2;

    @Test
    void imagesAreWhatTheSourcesGive() throws Exception {
        assumeTrue(Files.isExecutable(BASH), BASH + " is missing, which ft.guest/build needs");
        Process build =
                new ProcessBuilder(BASH.toString(), "build", "--check")
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int result = build.waitFor();
        assumeTrue(result != CANNOT_TELL, output);
        assertThat(result).as(output).isZero();
    }
}
