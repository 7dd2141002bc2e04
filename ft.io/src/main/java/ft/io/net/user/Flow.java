package ft.io.net.user;

/**
 * What a guest talks to from one of its ports.
 *
 * @param address as the guest sees it
 */
record Flow(int guestPort, int address, int port) {}
