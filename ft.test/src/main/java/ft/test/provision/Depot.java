package ft.test.provision;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A folder of bundles with an index that somebody else made. */
final class Depot {
    private final Path folder;
    private final List<String> resources = new ArrayList<>();

    Depot(Path folder) {
        this.folder = folder;
    }

    /** A bundle that is being made. */
    final class Goods {
        private final String name;
        private final String version;
        private final Manifest manifest = new Manifest();
        private final StringBuilder exports = new StringBuilder();
        private final StringBuilder imports = new StringBuilder();
        private final StringBuilder said = new StringBuilder();
        private final List<String> classes = new ArrayList<>();
        private String component = "";
        private String sum = "";
        private String saidName;

        private Goods(String name, String version) {
            this.name = name;
            this.version = version;
            saidName = name;
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Bundle-ManifestVersion", "2");
            main.putValue("Bundle-SymbolicName", name);
            main.putValue("Bundle-Version", version);
        }

        Goods header(String header, String value) {
            manifest.getMainAttributes().putValue(header, value);
            return this;
        }

        Goods exports(String type, String typeVersion) {
            exports.append(exports.isEmpty() ? "" : ",")
                    .append(type + ";version=\"" + typeVersion + "\"");
            said.append(
                    """
                    <capability namespace="osgi.wiring.package">
                    <attribute name="osgi.wiring.package" value="%s"/>
                    <attribute name="version" type="Version" value="%s"/>
                    </capability>
                    """
                            .formatted(type, typeVersion));
            return this;
        }

        /** From a version, including it, to another, excluding it. */
        Goods imports(String type, String from, String to) {
            imports.append(imports.isEmpty() ? "" : ",")
                    .append(type + ";version=\"[" + from + "," + to + ")\"");
            said.append(
                    """
                    <requirement namespace="osgi.wiring.package"><directive name="filter"
                     value="(&amp;(osgi.wiring.package=%s)(version&gt;=%s)(!(version&gt;=%s)))"/>
                    </requirement>
                    """
                            .formatted(type, from, to));
            return this;
        }

        Goods needsService(String type) {
            said.append(
                    """
                    <requirement namespace="osgi.service">
                    <directive name="filter" value="(objectClass=%s)"/>
                    <directive name="effective" value="active"/></requirement>
                    """
                            .formatted(type));
            return this;
        }

        /** A component of a class of this test. */
        Goods component(Class<?> type, String service, String property, String value) {
            classes.add(type.getName().replace('.', '/') + ".class");
            component =
                    """
                    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
                    <implementation class="%s"/>
                    <service scope="prototype"><provide interface="%s"/></service>
                    <property name="%s" value="%s"/>
                    </scr:component>
                    """
                            .formatted(name, type.getName(), service, property, value);
            return header("Service-Component", "OSGI-INF/component.xml");
        }

        /** Whatever the file is, the index says this of it. */
        Goods sum(String digits) {
            sum = digits;
            return this;
        }

        Goods saidToBe(String other) {
            saidName = other;
            return this;
        }

        /** Puts it into the folder and into the index. */
        void done() throws Exception {
            if (!exports.isEmpty()) {
                header("Export-Package", exports.toString());
            }
            if (!imports.isEmpty()) {
                header("Import-Package", imports.toString());
            }
            byte[] jar = jar();
            Files.createDirectories(folder.resolve("jars"));
            Files.write(folder.resolve("jars").resolve(name + ".jar"), jar);
            String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
            resources.add(
                    """
                    <resource><capability namespace="osgi.identity">
                    <attribute name="osgi.identity" value="%s"/>
                    <attribute name="type" value="osgi.bundle"/>
                    <attribute name="version" type="Version" value="%s"/></capability>
                    <capability namespace="osgi.content">
                    <attribute name="osgi.content" value="%s"/>
                    <attribute name="url" value="jars/%s.jar"/></capability>
                    %s</resource>
                    """
                            .formatted(saidName, version, sum.isEmpty() ? sha : sum, name, said));
        }

        private byte[] jar() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
                for (String file : classes) {
                    jar.putNextEntry(new ZipEntry(file));
                    try (InputStream in = Depot.class.getResourceAsStream("/" + file)) {
                        in.transferTo(jar);
                    }
                }
                if (!component.isEmpty()) {
                    jar.putNextEntry(new ZipEntry("OSGI-INF/component.xml"));
                    jar.write(component.getBytes(StandardCharsets.UTF_8));
                }
            }
            return bytes.toByteArray();
        }
    }

    /** Begins a bundle. */
    Goods bundle(String name, String version) {
        return new Goods(name, version);
    }

    /** Writes the index; tells where it is. */
    String index() throws IOException {
        Path index = folder.resolve("index.xml");
        Files.writeString(
                index,
                "<repository xmlns='http://www.osgi.org/xmlns/repository/v1.0.0' name='depot'>"
                        + String.join("", resources)
                        + "</repository>");
        return index.toString();
    }

    /** The file of a bundle. */
    Path file(String name) {
        return folder.resolve("jars").resolve(name + ".jar");
    }
}
