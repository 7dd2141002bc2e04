package ft.cpu.translate;

import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.ObjectName;

/**
 * What is asked of the JVM's compilers: that {@linkplain HiddenClasses#IMMEDIATE immediate classes}
 * be compiled by the fast one only, and that whoever calls them often enough wait for that; that
 * the optimizing one does not bother with what translates; that it takes what an engine does out of
 * line for calls, rather than compile all of it into each of its callers; and that both leave no
 * call in what has to be without.
 *
 * <p>HotSpot begins with code that counts how often each branch is taken, which is three times as
 * slow as code that does not; and it makes that other code only of methods that are not for its
 * optimizing compiler, when it would be that one's turn ({@link HiddenClasses}). That one takes ten
 * times as long, and has enough to do.
 */
final class HotSpot {
    /** Classes that translate, with what is nested in them. */
    static final List<String> TRANSLATING =
            List.of(
                    "org/objectweb/asm/*.*",
                    "ft/cpu/translate/AccessWriter*.*",
                    "ft/cpu/translate/AtomicWriter*.*",
                    "ft/cpu/translate/ComputationWriter*.*",
                    "ft/cpu/translate/FloatWriter*.*",
                    "ft/cpu/translate/Budget*.*",
                    "ft/cpu/translate/Dispatch*.*",
                    "ft/cpu/translate/KeptRegisters*.*",
                    "ft/cpu/translate/Loops*.*",
                    "ft/cpu/translate/RegionCompiler*.*",
                    "ft/cpu/translate/RegionMethod*.*",
                    "ft/cpu/translate/RegionShape*.*",
                    "ft/cpu/translate/Translator*.*");

    private static final List<String> OUT_OF_LINE =
            List.of(
                    "ft/cpu/hart/SlowPath.execute",
                    "ft/cpu/hart/SlowPath.access",
                    "ft/cpu/hart/SystemUnit.execute",
                    "ft/cpu/hart/FetchUnit.find",
                    "ft/cpu/hart/Interpreter.execute");

    private static final List<String> IN_REGIONS =
            List.of(
                    "ft/cpu/translate/Accesses.*",
                    "ft/cpu/translate/Elements.*",
                    "ft/cpu/translate/Operations.*",
                    "ft/cpu/memory/Signature.*");

    // A guest may not have executed an instruction yet that needs them, and the compiler takes
    // nothing in line by itself that was never executed.
    private static final List<String> IN_FAST_PATH =
            List.of(
                    "ft/cpu/hart/FastPath.*",
                    "ft/cpu/translate/Accesses.*",
                    "ft/cpu/translate/Elements.*",
                    "ft/cpu/memory/Signature.*",
                    "java/lang/Math.*",
                    "jdk/internal/misc/Unsafe.*");

    private static Boolean agreed;

    private HotSpot() {}

    /** Asks once; whether it is a JVM that does so. */
    static synchronized boolean agrees() {
        if (agreed == null) {
            agreed = ask(Path.of(System.getProperty("java.io.tmpdir")));
        }
        return agreed;
    }

    private static String directives() {
        return String.format(
                """
                [
                  {
                    match: "%s*.run",
                    c1: {BackgroundCompilation: false, inline: [%s]},
                    c2: {Exclude: true}
                  },
                  {match: [%s], c2: {Exclude: true}},
                  {match: "ft/cpu/hart/FastPath.execute", c2: {inline: [%s]}},
                  {match: "ft/cpu/hart/*.*", c2: {inline: [%s]}}
                ]
                """,
                HiddenClasses.IMMEDIATE,
                list("+", IN_REGIONS),
                list("", TRANSLATING),
                list("+", IN_FAST_PATH),
                list("-", OUT_OF_LINE));
    }

    private static String list(String sign, List<String> patterns) {
        return patterns.stream()
                .map(pattern -> '"' + sign + pattern + '"')
                .collect(Collectors.joining(", "));
    }

    /** Asks, by way of a file in a folder. */
    static boolean ask(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "ft-directives-", ".json");
            try {
                // Not by a channel: who is interrupted, as on power off, would be told no for good.
                try (Writer writer = new FileWriter(file.toFile(), StandardCharsets.UTF_8)) {
                    writer.write(directives());
                }
                Object answer =
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "compilerDirectivesAdd",
                                        new Object[] {new String[] {quoted(file)}},
                                        new String[] {String[].class.getName()});
                return answer.toString().contains("directives added");
            } finally {
                Files.delete(file);
            }
        } catch (JMException | JMRuntimeException | IOException problem) {
            // Another JVM, or no folder to write to: then it compiles as it sees fit.
            return false;
        }
    }

    // It splits what it is given at spaces, as a shell does, but knows nothing like a backslash.
    private static String quoted(Path file) {
        String name = file.toString();
        char quote = name.indexOf('"') < 0 ? '"' : '\'';
        return quote + name + quote;
    }
}
