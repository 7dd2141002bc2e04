package ft.io.net.user;

import java.io.IOException;

/** What is to be done when a socket is ready. */
@FunctionalInterface
interface Ready {
    void act() throws IOException;
}
