package ft.api.upgrade;

import java.util.List;

/**
 * A bundle as it is installed.
 *
 * @param bundle its symbolic name
 * @param version the one that is in use
 * @param way how it is replaced
 * @param others other versions that are installed beside it, so that no file need be named
 * @param remark one sentence: what it is to the servers, or why it cannot be replaced
 */
public record Upgradable(
        String bundle, String version, UpgradeWay way, List<String> others, String remark) {
    /** Copies the versions. */
    public Upgradable {
        others = List.copyOf(others);
    }
}
