package ft.api.provision;

/**
 * What is to be installed.
 *
 * @param bundle symbolic name
 * @param version its version; {@code ""} for the highest that there is
 * @param index where to look: a file name or a URL; {@code ""} as for {@link Installer#offers}
 */
public record InstallRequest(String bundle, String version, String index) {}
