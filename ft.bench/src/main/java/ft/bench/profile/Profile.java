package ft.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Samples of stacks as text: which methods were at work, and who had called them. */
public final class Profile {
    private static final String SAMPLE = "jdk.ExecutionSample";

    /** Classes that are made at run time are one for each region of the guest's code. */
    private static final Pattern HIDDEN = Pattern.compile("([./+](0x\\p{XDigit}+|\\d+))+$");

    private static final double HUNDRED = 100;
    private static final double LEAST_SHARE = 0.02;
    private static final int METHODS = 20;

    private final Map<String, Integer> threads = new HashMap<>();
    private final Map<String, Integer> methods = new HashMap<>();
    private final Node root = new Node();
    private int samples;

    private static final class Node {
        private final Map<String, Node> callees = new LinkedHashMap<>();
        private int samples;
    }

    /** Of a recording. */
    static Profile of(Path file) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)
                        && event.getStackTrace() != null) {
                    RecordedThread thread = event.getThread("sampledThread");
                    List<String> frames = new ArrayList<>();
                    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                        frames.add(name(frame.getMethod()));
                    }
                    profile.add(thread == null ? "?" : thread.getJavaName(), frames);
                }
            }
        }
        return profile;
    }

    private static String name(RecordedMethod method) {
        String type = HIDDEN.matcher(method.getType().getName()).replaceAll("");
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    /**
     * One sample.
     *
     * @param frames the method at work first
     */
    void add(String thread, List<String> frames) {
        samples++;
        threads.merge(String.valueOf(thread), 1, Integer::sum);
        methods.merge(frames.get(0), 1, Integer::sum);
        Node node = root;
        for (int i = frames.size() - 1; i >= 0; i--) {
            node = node.callees.computeIfAbsent(frames.get(i), name -> new Node());
            node.samples++;
        }
    }

    /** Threads, methods by their own time, and the tree of calls; what is rare is left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(samples + " samples of stacks\n\nby thread\n");
        sorted(threads).forEach((name, count) -> text.append(line("", count, name)));
        text.append("\nby method, its own time\n");
        sorted(methods).forEach((name, count) -> text.append(line("", count, name)));
        text.append("\nby caller\n");
        tree(root, "", text);
        return text.toString();
    }

    private Map<String, Integer> sorted(Map<String, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= samples * LEAST_SHARE / 2)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(METHODS)
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** A chain of calls that nothing leaves is one line: its ends say enough. */
    private void tree(Node node, String indent, StringBuilder text) {
        List<Map.Entry<String, Node>> callees = new ArrayList<>(node.callees.entrySet());
        callees.sort(Comparator.comparingInt(entry -> -entry.getValue().samples));
        for (Map.Entry<String, Node> entry : callees) {
            if (entry.getValue().samples < samples * LEAST_SHARE) {
                continue;
            }
            String name = entry.getKey();
            Node last = entry.getValue();
            while (last.callees.size() == 1
                    && last.callees.values().iterator().next().samples == last.samples) {
                Map.Entry<String, Node> only = last.callees.entrySet().iterator().next();
                name = only.getKey();
                last = only.getValue();
            }
            String shown = name.equals(entry.getKey()) ? name : entry.getKey() + " .. " + name;
            text.append(line(indent, last.samples, shown));
            tree(last, indent + "  ", text);
        }
    }

    private String line(String indent, int count, String name) {
        String share = String.format(Locale.ROOT, "%5.1f%%", HUNDRED * count / samples);
        return share + "  " + indent + name + "\n";
    }
}
