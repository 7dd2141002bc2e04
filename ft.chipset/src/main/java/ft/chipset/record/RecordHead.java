package ft.chipset.record;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a record begins with.
 *
 * @param made when, for people
 * @param bundles symbolic names and versions of the bundles that decide the history
 * @param options of the server's description, by names as in the configuration
 * @param slots its slots, a line each
 * @param disks image files that its devices began with, by slot
 */
public record RecordHead(
        String made,
        Map<String, String> bundles,
        Map<String, String> options,
        List<String> slots,
        Map<String, Path> disks) {}
