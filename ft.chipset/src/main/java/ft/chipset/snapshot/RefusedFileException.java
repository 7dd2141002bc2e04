package ft.chipset.snapshot;

import java.io.IOException;

/** A file that is no snapshot, or none that can be read; the message ends a sentence. */
public final class RefusedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedFileException(String message) {
        super(message);
    }

    RefusedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
