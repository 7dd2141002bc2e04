package ft.release;

import aQute.bnd.differ.Baseline.Info;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What has become of an exported package.
 *
 * @param name its name
 * @param delta how much it breaks, in bnd's words
 * @param older its version before; empty if there was none
 * @param newer its version now; empty if there is none
 * @param added types and members that have come
 * @param removed types and members that have gone
 * @param changed types and members that are otherwise
 */
record PackageChange(
        String name,
        Delta delta,
        String older,
        String newer,
        List<String> added,
        List<String> removed,
        List<String> changed) {
    private static final Set<Type> TYPES =
            EnumSet.of(Type.CLASS, Type.INTERFACE, Type.ENUM, Type.ANNOTATION);
    private static final Set<Type> MEMBERS = EnumSet.of(Type.METHOD, Type.FIELD);

    static PackageChange of(Info info) {
        PackageChange change =
                new PackageChange(
                        info.packageName,
                        info.packageDiff.getDelta(),
                        info.packageDiff.getDelta() == Delta.ADDED
                                ? ""
                                : info.olderVersion.toString(),
                        info.packageDiff.getDelta() == Delta.REMOVED
                                ? ""
                                : info.newerVersion.toString(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        for (Diff type : info.packageDiff.getChildren()) {
            if (TYPES.contains(type.getType())) {
                change.addType(type);
            }
        }
        for (List<String> lines : List.of(change.added, change.removed, change.changed)) {
            List<String> sorted = List.copyOf(new TreeSet<>(lines));
            lines.clear();
            lines.addAll(sorted);
        }
        return change;
    }

    @Override
    public List<String> added() {
        return Collections.unmodifiableList(added);
    }

    @Override
    public List<String> removed() {
        return Collections.unmodifiableList(removed);
    }

    @Override
    public List<String> changed() {
        return Collections.unmodifiableList(changed);
    }

    private void addType(Diff type) {
        String kind = type.getType().name().toLowerCase(Locale.ROOT);
        String simple = type.getName().substring(name.length() + 1).replace('$', '.');
        switch (type.getDelta()) {
            case UNCHANGED, IGNORED -> {}
            case ADDED -> added.add(kind + " `" + simple + "`");
            case REMOVED -> removed.add(kind + " `" + simple + "`");
            default -> {
                boolean told = false;
                for (Diff member : type.getChildren()) {
                    told |= MEMBERS.contains(member.getType()) && addMember(simple, member);
                }
                Set<String> others =
                        type.getChildren().stream()
                                .filter(part -> !MEMBERS.contains(part.getType()))
                                .filter(part -> !isSame(part))
                                .map(PackageChange::detail)
                                .collect(Collectors.toCollection(TreeSet::new));
                if (!others.isEmpty() || !told) {
                    changed.add(
                            kind
                                    + " `"
                                    + simple
                                    + "`"
                                    + (others.isEmpty() ? "" : ": " + String.join(", ", others)));
                }
            }
        }
    }

    private boolean addMember(String type, Diff member) {
        if (isSame(member)) {
            return false;
        }
        String line = "`" + type + "." + signature(type, member.getName()) + "`";
        switch (member.getDelta()) {
            case ADDED -> added.add(line);
            case REMOVED -> removed.add(line);
            default -> {
                String details =
                        member.getChildren().stream()
                                .filter(part -> !isSame(part))
                                .map(PackageChange::detail)
                                .sorted()
                                .collect(Collectors.joining(", "));
                changed.add(line + (details.isEmpty() ? "" : ": " + details));
            }
        }
        return true;
    }

    private static boolean isSame(Diff diff) {
        return diff.getDelta() == Delta.UNCHANGED || diff.getDelta() == Delta.IGNORED;
    }

    private static String detail(Diff part) {
        String what =
                part.getType().name().toLowerCase(Locale.ROOT)
                        + " `"
                        + unqualified(part.getName())
                        + "`";
        return switch (part.getDelta()) {
            case ADDED -> "now " + what;
            case REMOVED -> "no longer " + what;
            default -> what;
        };
    }

    /** {@code <init>(java.lang.String)} of X as {@code X(String)}. */
    private static String signature(String type, String member) {
        String constructor = type.substring(type.lastIndexOf('.') + 1);
        return unqualified(member.replace("<init>", constructor));
    }

    private static String unqualified(String text) {
        return text.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replace('$', '.')
                .replace(",", ", ");
    }
}
