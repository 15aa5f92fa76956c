package dev.holdfast.core.signal;

import java.time.Instant;

/**
 * A signal in a lane.
 *
 * @param id later ones are greater
 * @param signal what it is
 * @param acceptedAt by the database's clock
 * @param attempts calls that it was part of
 */
public record QueuedSignal(long id, Signal signal, Instant acceptedAt, int attempts) {}
