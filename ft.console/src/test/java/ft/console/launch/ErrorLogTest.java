package ft.console.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceException;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

class ErrorLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicReference<LogListener> listener = new AtomicReference<>();

    @Test
    void saysErrorsInOneLineEach() {
        open(List.of());
        say(
                entry(
                        1,
                        LogLevel.ERROR,
                        "unreadable\ntext",
                        new IllegalStateException(new RuntimeException("no\nfile"))));
        say(entry(2, LogLevel.ERROR, "alone", null));
        say(entry(3, LogLevel.ERROR, "no disk", new RuntimeException("disk")));
        say(entry(4, LogLevel.WARN, "never mind", null));
        say(entry(5, LogLevel.ERROR, "FrameworkEvent", new ServiceException("none made")));
        assertThat(said()).containsExactly("ft: unreadable: no", "ft: alone", "ft: no disk");
    }

    @Test
    void saysWhatADescriptionHasToBe() {
        open(List.of());
        say(entry(1, LogLevel.ERROR, "Invalid JSON from file:/my.json", null));
        assertThat(said())
                .containsExactly(
                        "ft: The server description file:/my.json cannot be read: it has to be one"
                                + " JSON object with the header of the OSGi Configurator"
                                + " (\":configurator:resource-version\": 1, symbolic name and"
                                + " version), as in conf/server/default.json.");
    }

    @Test
    void saysWhatWasLoggedBeforeOnce() {
        LogEntry first = entry(1, LogLevel.ERROR, "first", null);
        LogEntry second = entry(2, LogLevel.ERROR, "second", null);
        open(List.of(second, first));
        say(second);
        say(entry(3, LogLevel.ERROR, "third", null));
        assertThat(said()).containsExactly("ft: first", "ft: second", "ft: third");
    }

    @Test
    void knowsWhoHadErrors() {
        ErrorLog errors = open(List.of(entry(1, LogLevel.ERROR, "first", null)));
        say(entry(2, LogLevel.WARN, "never mind", null, "fine"));
        say(entry(3, LogLevel.ERROR, "unreadable", null, "reader"));
        assertThat(errors.hasErrorOf("reader")).isTrue();
        assertThat(errors.hasErrorOf("fine")).isFalse();
    }

    private ErrorLog open(List<LogEntry> earlier) {
        LogReaderService log =
                new LogReaderService() {
                    @Override
                    public void addLogListener(LogListener added) {
                        listener.set(added);
                    }

                    @Override
                    public void removeLogListener(LogListener removed) {}

                    @Override
                    public Enumeration<LogEntry> getLog() {
                        return Collections.enumeration(earlier);
                    }
                };
        return new ErrorLog(log, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private void say(LogEntry entry) {
        listener.get().logged(entry);
    }

    private List<String> said() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static LogEntry entry(long sequence, LogLevel level, String message, Throwable cause) {
        return entry(sequence, level, message, cause, null);
    }

    private static LogEntry entry(
            long sequence, LogLevel level, String message, Throwable cause, String bundle) {
        return (LogEntry)
                Proxy.newProxyInstance(
                        ErrorLogTest.class.getClassLoader(),
                        new Class<?>[] {LogEntry.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getSequence" -> sequence;
                                    case "getLogLevel" -> level;
                                    case "getMessage" -> message;
                                    case "getException" -> cause;
                                    case "getBundle" -> bundle == null ? null : bundle(bundle);
                                    default -> null;
                                });
    }

    private static Bundle bundle(String name) {
        return (Bundle)
                Proxy.newProxyInstance(
                        ErrorLogTest.class.getClassLoader(),
                        new Class<?>[] {Bundle.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getSymbolicName") ? name : null);
    }
}
