package ft.provision.upgrade;

import ft.api.server.ServerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A bundle that is not installed yet: what its manifest says, and all of its bytes, so that the
 * file may go while it is looked at.
 *
 * @param source where it was read
 * @param bundle symbolic name
 * @param version its version
 * @param content the file
 */
record BundleFile(String source, String bundle, String version, byte[] content) {
    private static final int PATIENCE_MILLIS = 20_000;

    /**
     * Reads a file, or what a URL leads to.
     *
     * @throws ServerException with one sentence if it cannot be read or is no bundle
     */
    static BundleFile read(String source) throws ServerException {
        byte[] content;
        try (InputStream in = open(source)) {
            content = in.readAllBytes();
        } catch (IOException | InvalidPathException | URISyntaxException e) {
            throw new ServerException(source + " cannot be read: " + reason(e), e);
        }
        return of(source, content);
    }

    private static String reason(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no such file"
                : e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static InputStream open(String source) throws IOException, URISyntaxException {
        // One letter is a drive.
        if (!source.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return Files.newInputStream(Path.of(source));
        }
        URL url;
        try {
            url = new URI(source).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IOException("it is neither a file nor a URL that is known here", e);
        }
        URLConnection connection = url.openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection.getInputStream();
    }

    private static BundleFile of(String source, byte[] content) throws ServerException {
        Manifest manifest;
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(content))) {
            manifest = jar.getManifest();
        } catch (IOException e) {
            throw new ServerException(source + " is damaged: " + e.getMessage(), e);
        }
        String name =
                manifest == null
                        ? null
                        : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new ServerException(source + " is no OSGi bundle");
        }
        String version = manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
        try {
            return new BundleFile(
                    source,
                    name.replaceFirst(";.*", "").trim(),
                    Version.parseVersion(version).toString(),
                    content);
        } catch (IllegalArgumentException e) {
            throw new ServerException(
                    source + " has the version " + version + ", which is none", e);
        }
    }

    @Override
    public String toString() {
        return bundle + " " + version;
    }
}
