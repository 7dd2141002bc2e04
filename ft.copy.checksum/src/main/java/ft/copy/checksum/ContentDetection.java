package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;
import java.util.Arrays;

/**
 * Detects changes by holding the old content of every page and comparing with it (P17 c.9, "hold
 * content of all memory pages before the entire copy processing in any of the storage devices").
 * Nothing collides (R6), but there is a third storage that holds page content, up to the size of
 * main storage: what claim 4 and J8 rule out, and here is meant.
 */
final class ContentDetection implements Detection {
    private final CopyEnvironment environment;
    private final byte[] now;
    private final byte[] zeros;

    /** Old content, by page; null for a page of zeros that nobody had written. */
    private byte[][] old;

    private int held;

    ContentDetection(CopyEnvironment environment) {
        this.environment = environment;
        now = new byte[environment.pageSize()];
        zeros = new byte[environment.pageSize()];
        old = new byte[environment.pages()][];
    }

    @Override
    public void remember(int page) {
        if (environment.isUntouched(page)) {
            return;
        }
        if (old[page] == null) {
            old[page] = new byte[environment.pageSize()];
            held++;
        }
        environment.read(page, old[page]);
    }

    @Override
    public boolean isSame(int page) {
        if (environment.isUntouched(page)) {
            return true;
        }
        environment.read(page, now);
        return Arrays.equals(now, old[page] == null ? zeros : old[page]);
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public void close() {
        old = null;
        held = 0;
    }
}
