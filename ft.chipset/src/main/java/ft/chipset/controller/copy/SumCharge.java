package ft.chipset.controller.copy;

import ft.api.server.ServerDescription;

/** What a summary costs of a bandwidth that is counted in bytes a DMA engine moves. */
final class SumCharge {
    private final double bytesPerByte;

    SumCharge(ServerDescription description) {
        double moves = description.dmaBytesPerSecond();
        bytesPerByte = moves / description.checksumBytesPerSecond();
    }

    /** Bytes moved in the time in which some are summed, by the checksum units of both sides. */
    long of(int bytes) {
        return Math.max(1, (long) (bytes * bytesPerByte));
    }
}
