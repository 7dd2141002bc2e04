package ft.io.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.device.Device;
import ft.device.kit.bench.DeviceBench;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.annotations.Component;

/** The examples for device authors compile without a warning and work. */
class DeviceExampleTest {
    private static final Path JAVADOC =
            Path.of("../ft.api/src/main/java/ft/api/device/Device.java");
    private static final Path README = Path.of("README.md");
    private static final String IMPORTS =
            """
            import ft.api.device.*;
            import ft.api.fields.*;
            import org.osgi.service.component.annotations.*;
            """;

    @TempDir Path classes;

    @Test
    void counterOfTheJavadoc() throws Exception {
        String javadoc = Files.readString(JAVADOC);
        String start = "<pre>{@code";
        String example =
                javadoc.substring(
                                javadoc.indexOf(start) + start.length(),
                                javadoc.indexOf(" * }</pre>"))
                        .lines()
                        .map(line -> line.replaceFirst("^ \\* ?", ""))
                        .collect(Collectors.joining("\n"));
        counts(compile(IMPORTS + example, "Counter"));
    }

    @Test
    void counterOfTheReadme() throws Exception {
        String readme = Files.readString(README);
        String start = "```java\n";
        int from = readme.indexOf(start) + start.length();
        counts(compile(readme.substring(from, readme.indexOf("```", from)), "Counter"));
    }

    private static void counts(Device counter) throws Exception {
        DeviceBench bench = DeviceBench.of(counter);
        assertThat(bench.read(0)).isZero();
        assertThat(bench.read(0)).isEqualTo(1);
        bench.write(0, 40);
        Device next = counter.getClass().getConstructor().newInstance();
        bench.replaceBy(next);
        assertThat(bench.read(0)).isEqualTo(40);
        assertThat(bench.read(0)).isEqualTo(41);
    }

    private Device compile(String source, String name) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean good =
                compiler.getTask(
                                messages,
                                null,
                                null,
                                List.of(
                                        "-Xlint:all,-processing,-classfile",
                                        "-Werror",
                                        "-proc:none",
                                        "-classpath",
                                        classPath(),
                                        "-d",
                                        classes.toString()),
                                null,
                                List.of(new Source(name, source)))
                        .call();
        assertThat(good).as("%s\n%s", messages, source).isTrue();
        URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, Device.class.getClassLoader());
        return (Device) loader.loadClass(name).getConstructor().newInstance();
    }

    private static String classPath() {
        return Stream.of(
                        Device.class, Component.class, org.osgi.annotation.versioning.Version.class)
                .map(type -> Path.of(location(type)).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static URI location(Class<?> type) {
        return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(String name, String content) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
