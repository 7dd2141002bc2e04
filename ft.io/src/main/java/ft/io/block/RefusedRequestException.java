package ft.io.block;

import java.io.IOException;

/** A request that the driver should not have made; the disk itself is well. */
final class RefusedRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedRequestException(String message) {
        super(message);
    }
}
