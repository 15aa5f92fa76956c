package dev.holdfast.core.signal;

import dev.holdfast.core.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals that are on their way as one call, or as calls one after the other.
 *
 * @param signalIds in the order of sending
 * @param requestId of the one call; for ordinary signals what the request id of each begins with,
 *     so that a repeat after a new epoch has the same
 * @param first sequence of the first one in the envelope; 0 without
 * @param envelope the payloads of the call, as they are sent; null: ordinary signals
 */
public record FormedBatch(
    List<Long> signalIds, String requestId, long first, @Nullable Bytes envelope) {

  /** Copies the list. */
  public FormedBatch {
    signalIds = List.copyOf(signalIds);
  }
}
