package ft.provision.index;

import ft.api.provision.InstallException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where indexes and bundles are read from: anything that has a URL. */
final class Source {
    private static final int PATIENCE_MILLIS = 20_000;

    /** One letter before a colon is a drive. */
    private static final String URL = "[A-Za-z][A-Za-z0-9+.-]+:.*";

    private Source() {}

    /** The address of what a user has named. */
    static URI named(String name) throws InstallException {
        try {
            if (!name.matches(URL)) {
                return Path.of(name).toAbsolutePath().toUri();
            }
            URI uri = new URI(name);
            // A file relative to where the framework was started has no hierarchy to resolve in.
            return uri.isOpaque() && uri.getScheme().equals("file")
                    ? Path.of(uri.getSchemeSpecificPart()).toAbsolutePath().toUri()
                    : uri;
        } catch (URISyntaxException | InvalidPathException e) {
            throw new InstallException("'" + name + "' is neither a file nor a URL.", e);
        }
    }

    /** All that an address leads to. */
    static byte[] read(URI address) throws InstallException {
        try {
            URLConnection connection = address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InstallException(shown(address) + " cannot be read: " + reason(e) + ".", e);
        }
    }

    /** An address as a user would write it. */
    static String shown(URI address) {
        return "file".equals(address.getScheme())
                ? Path.of(address).toString()
                : address.toString();
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException || e instanceof java.io.FileNotFoundException) {
            return "there is nothing there";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
