package ft.sdk.project;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a project can be about. */
enum ProjectKind {
    DEVICE("counter", "uart"),
    STRATEGY("one-pass");

    /** Samples that a project can be a copy of; the first one if nothing else is said. */
    private final List<String> samples;

    ProjectKind(String... samples) {
        this.samples = List.of(samples);
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    List<String> samples() {
        return samples;
    }

    static Optional<ProjectKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
