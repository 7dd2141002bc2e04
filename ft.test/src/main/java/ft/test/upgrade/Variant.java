package ft.test.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Another version of a bundle that is installed: the same, but for what is said here. */
public final class Variant {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Bundle bundle;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<MethodVisitor>> changes = new LinkedHashMap<>();

    /** Of a bundle, still equal but for the version. */
    public Variant(Bundle bundle, String version) {
        this.bundle = bundle;
        headers.put(Constants.BUNDLE_VERSION, version);
    }

    /** With another header; without it if the value is null. */
    public Variant header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With a method that gives a number with its lowest bit changed. */
    Variant wrongResult(String type, String method) {
        return change(
                type,
                method,
                inner ->
                        new MethodVisitor(Opcodes.ASM9, inner) {
                            @Override
                            public void visitInsn(int opcode) {
                                if (opcode == Opcodes.LRETURN) {
                                    super.visitInsn(Opcodes.LCONST_1);
                                    super.visitInsn(Opcodes.LXOR);
                                }
                                super.visitInsn(opcode);
                            }
                        });
    }

    /** With another constant in all methods of a class. */
    Variant constant(String type, long before, long after) {
        return change(
                type,
                "",
                inner ->
                        new MethodVisitor(Opcodes.ASM9, inner) {
                            @Override
                            public void visitLdcInsn(Object value) {
                                boolean meant = value instanceof Long number && number == before;
                                super.visitLdcInsn(meant ? (Object) after : value);
                            }
                        });
    }

    private Variant change(String type, String method, UnaryOperator<MethodVisitor> change) {
        changes.put(type.replace('.', '/') + ".class " + method, change);
        return this;
    }

    /** Writes it. */
    public Path write(Path folder) throws IOException {
        Path file =
                folder.resolve(
                        bundle.getSymbolicName()
                                + "-"
                                + headers.get(Constants.BUNDLE_VERSION)
                                + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest())) {
            for (URL url : Collections.list(bundle.findEntries("/", "*", true))) {
                String name = url.getPath().substring(1);
                if (!name.endsWith("/") && !name.equals(MANIFEST)) {
                    jar.putNextEntry(new JarEntry(name));
                    jar.write(changed(name, read(url)));
                    jar.closeEntry();
                }
            }
        }
        return file;
    }

    private static byte[] read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        }
    }

    private Manifest manifest() throws IOException {
        Manifest manifest;
        try (InputStream in = bundle.getEntry(MANIFEST).openStream()) {
            manifest = new Manifest(in);
        }
        headers.forEach(
                (name, value) -> {
                    if (value == null) {
                        manifest.getMainAttributes().remove(new Attributes.Name(name));
                    } else {
                        manifest.getMainAttributes().putValue(name, value);
                    }
                });
        return manifest;
    }

    private byte[] changed(String name, byte[] content) {
        byte[] all = content;
        for (Map.Entry<String, UnaryOperator<MethodVisitor>> change : changes.entrySet()) {
            String[] place = change.getKey().split(" ", 2);
            if (place[0].equals(name)) {
                all = changed(all, place[1], change.getValue());
            }
        }
        return all;
    }

    private static byte[] changed(byte[] type, String method, UnaryOperator<MethodVisitor> change) {
        ClassReader reader = new ClassReader(type);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        ClassVisitor visitor =
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String form, String generic, String[] thrown) {
                        MethodVisitor inner =
                                super.visitMethod(access, name, form, generic, thrown);
                        boolean meant = method.isEmpty() || method.equals(name);
                        return meant ? change.apply(inner) : inner;
                    }
                };
        reader.accept(visitor, 0);
        return writer.toByteArray();
    }
}
