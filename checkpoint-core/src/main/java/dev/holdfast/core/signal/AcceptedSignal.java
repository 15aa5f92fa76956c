package dev.holdfast.core.signal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A signal that is to be kept: until it is delivered, or for its key.
 *
 * @param signal what it is
 * @param requestId of a call that may have arrived, which is repeated with it; null: none was made
 * @param linger how long others may join it; zero: due at once
 * @param delivered whether Temporal has it, so that only its key is to be remembered
 */
public record AcceptedSignal(
    Signal signal, @Nullable String requestId, Duration linger, boolean delivered) {}
