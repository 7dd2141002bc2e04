package ft.test.support;

import ft.api.device.Device;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/** A bundle with one service, as a third party builds one; its class is copied from here. */
public final class PluginJar {
    private static final String COMPONENT = "OSGI-INF/component.xml";

    private final String name;
    private final String version;
    private final List<String> properties = new ArrayList<>();
    private Class<?> contract = Device.class;
    private String scope = "prototype";
    private Class<?> implementation;
    private String api = "[1,2)";

    /** A bundle of a symbolic name and a version. */
    public PluginJar(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /** Says which class the device is, a public one without arguments, and its type. */
    public PluginJar device(String type, Class<?> device) {
        implementation = device;
        return property("ft.device", type);
    }

    /** Says which class, a public one without arguments, keeps which contract. */
    public PluginJar service(Class<?> type, Class<?> part) {
        contract = type;
        scope = "singleton";
        implementation = part;
        return this;
    }

    /** Adds a property of the service. */
    public PluginJar property(String key, String value) {
        properties.add("<property name=\"%s\" value=\"%s\"/>".formatted(key, value));
        return this;
    }

    /** Says which versions of the API it wants; else those that have major version 1. */
    public PluginJar api(String range) {
        api = range;
        return this;
    }

    /** The file's content. */
    public byte[] bytes() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        main.putValue(Constants.BUNDLE_VERSION, version);
        main.putValue("Service-Component", COMPONENT);
        main.putValue(
                Constants.IMPORT_PACKAGE,
                "%s;version=\"%s\",ft.api.slot,ft.api.fields,ft.api.board"
                        .formatted(contract.getPackageName(), api));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry(COMPONENT));
            jar.write(component().getBytes(StandardCharsets.UTF_8));
            String file = implementation.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(file));
            try (InputStream in = implementation.getClassLoader().getResourceAsStream(file)) {
                in.transferTo(jar);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** The file, for the framework. */
    public InputStream open() {
        return new ByteArrayInputStream(bytes());
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
                  <implementation class="%s"/>
                  <service scope="%s"><provide interface="%s"/></service>
                  %s
                </scr:component>
                """
                .formatted(
                        name,
                        implementation.getName(),
                        scope,
                        contract.getName(),
                        String.join("\n", properties));
    }
}
