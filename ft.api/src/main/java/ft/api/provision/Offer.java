package ft.api.provision;

/**
 * A bundle in an index.
 *
 * @param bundle symbolic name
 * @param version its version
 * @param text what it is, in the words of its author; {@code ""} if there are none
 * @param installed the version that is installed, of several the highest; {@code ""} if none is
 */
public record Offer(String bundle, String version, String text, String installed) {
    /** Whether just this is installed. */
    public boolean isInstalled() {
        return version.equals(installed);
    }
}
