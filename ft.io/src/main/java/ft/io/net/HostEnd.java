package ft.io.net;

/** What the cable of a network device is plugged into on the host. */
interface HostEnd {
    /** An end that is plugged into nothing. */
    HostEnd NONE =
            new HostEnd() {
                @Override
                public void send(byte[] frame) {
                    // Nobody is there.
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };

    /** Takes a frame from the device; returns soon. The frame is the end's then. */
    void send(byte[] frame);

    /** Gives host resources back. */
    void close();
}
