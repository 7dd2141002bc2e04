package ft.release;

import aQute.bnd.differ.Baseline.BundleInfo;
import aQute.bnd.differ.Baseline.Info;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A bundle beside an earlier one of the same name.
 *
 * @param older the earlier one
 * @param newer the later one
 * @param packages what has become of the exported packages that differ, by name
 * @param complaints a sentence for each version that is too low for the changes; bnd's verdict
 */
record Comparison(
        Release older, Release newer, List<PackageChange> packages, List<String> complaints) {
    static Comparison of(Release older, Release newer) throws Exception {
        try (Processor processor = new Processor();
                Jar before = new Jar(older.jar().toFile());
                Jar now = new Jar(newer.jar().toFile())) {
            aQute.bnd.differ.Baseline judge =
                    new aQute.bnd.differ.Baseline(processor, new DiffPluginImpl());
            List<PackageChange> changes = new ArrayList<>();
            List<String> complaints = new ArrayList<>();
            List<Info> packages =
                    judge.baseline(now, before, new Instructions()).stream()
                            .sorted(Comparator.comparing((Info info) -> info.packageName))
                            .toList();
            for (Info info : packages) {
                if (info.packageDiff.getDelta() != Delta.UNCHANGED) {
                    changes.add(PackageChange.of(info));
                }
                if (info.mismatch) {
                    complaints.add(complaint(info));
                }
            }
            BundleInfo bundle = judge.getBundleInfo();
            if (bundle.mismatch) {
                complaints.add(
                        String.format(
                                "The bundle version of %s (%s, released is %s) is too low, it must"
                                        + " be at least %s.",
                                bundle.bsn,
                                bundle.newerVersion.getWithoutQualifier(),
                                bundle.olderVersion,
                                bundle.suggestedVersion.getWithoutQualifier()));
            }
            return new Comparison(older, newer, changes, complaints);
        }
    }

    private static String complaint(Info info) {
        String suggestion = info.suggestedVersion.toString();
        if (info.suggestedIfProviders != null) {
            suggestion +=
                    ", or "
                            + info.suggestedIfProviders
                            + " if nobody but the server implements "
                            + String.join(", ", info.providers)
                            + " (@ProviderType)";
        }
        return String.format(
                "Baseline mismatch for package %s, %s change. Current is %s, released is %s,"
                        + " suggest %s:%n%s",
                info.packageName,
                info.packageDiff.getDelta(),
                info.newerVersion,
                info.olderVersion,
                suggestion,
                info.reason.indent(2).stripTrailing());
    }
}
