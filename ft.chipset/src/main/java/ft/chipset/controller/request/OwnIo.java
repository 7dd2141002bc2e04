package ft.chipset.controller.request;

import ft.api.io.IoSubsystem;
import ft.chipset.compare.AccessKind;

/** The own IO subsystem, as requests reach it. */
final class OwnIo {
    private final IoSubsystem io;

    OwnIo(IoSubsystem io) {
        this.io = io;
    }

    /**
     * Carries a request out.
     *
     * @param requester who makes it, as the shared resource controller tells them apart
     * @return the data of a read
     */
    long access(int requester, long clock, long offset, long value, int kind) {
        io.sharedResources().requester(requester);
        if (AccessKind.isWrite(kind)) {
            io.write(offset, AccessKind.size(kind), value, clock);
            return 0;
        }
        return io.read(offset, AccessKind.size(kind), clock);
    }

    /** Its interrupt lines, now. */
    int lines() {
        return io.interruptLines();
    }
}
