package ft.api.server;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which no system provided the service although somebody wanted it (spec section 3):
 * power that an operator or the guest switches off is none.
 *
 * @param number counted from 1
 * @param clock clock of the service when it was lost, in cycles
 * @param cause what took it away
 * @param began when it was lost
 * @param ended when a guest was booted again; empty while it lasts
 */
public record Outage(
        int number, long clock, String cause, Instant began, Optional<Instant> ended) {}
