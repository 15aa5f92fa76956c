package dev.holdfast.core.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signal in a lane.
 *
 * @param id later ones are greater
 * @param signal what it is
 * @param acceptedAt by the database's clock
 * @param requestId of a call that was made before it was accepted; null: none was
 * @param attempts calls that it was part of
 */
public record QueuedSignal(
    long id, Signal signal, Instant acceptedAt, @Nullable String requestId, int attempts) {}
