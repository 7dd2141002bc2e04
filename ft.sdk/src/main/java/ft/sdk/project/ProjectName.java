package ft.sdk.project;

import ft.api.verb.VerbException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * A name in the forms that a project has it in.
 *
 * @param name as users type it, such as {@code one-pass}
 */
record ProjectName(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Checks a name that a user has typed. */
    static ProjectName of(String name) throws VerbException {
        ProjectName made = new ProjectName(name);
        if (!FORM.matcher(name).matches() || SourceVersion.isKeyword(made.packageName())) {
            throw new VerbException(
                    "'%s' cannot be the name of a project; use small letters, digits and single hyphens, such as my-timer, and no word of Java."
                            .formatted(name));
        }
        return made;
    }

    /** As the last part of a package, such as {@code onepass}. */
    String packageName() {
        return name.replace("-", "");
    }

    /** As a class, such as {@code OnePass}. */
    String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** A text, or the path of a file, in which this name was another one. */
    String inPlaceOf(ProjectName other, String text) {
        // At once: the new name may contain the other one.
        Pattern forms =
                Pattern.compile(
                        "(org[./\\\\]example[./\\\\])%s|%s|(%s)"
                                .formatted(
                                        Pattern.quote(other.packageName()),
                                        Pattern.quote(other.name()),
                                        Pattern.quote(other.className())));
        return forms.matcher(text)
                .replaceAll(
                        found -> {
                            if (found.group(1) != null) {
                                return Matcher.quoteReplacement(found.group(1)) + packageName();
                            }
                            return found.group(2) != null ? className() : name;
                        });
    }
}
