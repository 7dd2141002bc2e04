package ft.chaos;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Makes the jars that are installed. */
final class Jars {
    private Jars() {}

    /** A bundle of some classes of this test. */
    static Path sample(Path folder, String name, Class<?> component) throws Exception {
        Path classes = Path.of("target/test-classes");
        try (Builder builder = new Builder()) {
            builder.setBundleSymbolicName(name);
            builder.setBundleVersion("1.0.0");
            builder.addClasspath(classes.toFile());
            for (String entry :
                    System.getProperty("java.class.path")
                            .split(System.getProperty("path.separator"))) {
                if (entry.contains("ft.api") || entry.contains("org.osgi")) {
                    builder.addClasspath(Path.of(entry).toFile());
                }
            }
            builder.setProperty("-noimportjava", "true");
            builder.setProperty("-dsannotations", component.getName());
            builder.setProperty("-includeresource", "");
            String own = component.getName().replace('.', '/');
            try (Jar jar = new Jar("sample")) {
                try (var files = Files.walk(classes)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String path = classes.relativize(file).toString();
                        if (path.startsWith(own)) {
                            jar.putResource(
                                    path, new EmbeddedResource(Files.readAllBytes(file), 0L));
                        }
                    }
                }
                builder.setJar(jar);
                builder.setProperty("Private-Package", "ft.chaos.sample");
                builder.getJar().setManifest(builder.calcManifest());
                if (!builder.getErrors().isEmpty()) {
                    throw new IOException(
                            builder.getErrors().stream().collect(Collectors.joining("; ")));
                }
                Path target = folder.resolve(name + ".jar");
                builder.getJar().write(target.toFile());
                return target;
            }
        }
    }

    /** The same bundle as another version. */
    static Path version(Path original, String version, Path target) throws IOException {
        if (Files.exists(target)) {
            return target;
        }
        try (JarFile jar = new JarFile(original.toFile());
                OutputStream out = Files.newOutputStream(target);
                JarOutputStream copy = new JarOutputStream(out)) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            copy.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            manifest.write(copy);
            copy.closeEntry();
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    copy.putNextEntry(new ZipEntry(entry.getName()));
                    try (var in = jar.getInputStream(entry)) {
                        in.transferTo(copy);
                    }
                    copy.closeEntry();
                }
            }
        }
        return target;
    }
}
