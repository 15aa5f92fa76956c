package dev.holdfast.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an item that is imported came into being elsewhere; microseconds.
 *
 * @param createdAt kept where there is no such item yet; null: now
 * @param updatedAt likewise
 * @param expiresAt when it ends, if it has a time to live; null: that begins now
 */
public record ItemTimes(
    @Nullable Instant createdAt, @Nullable Instant updatedAt, @Nullable Instant expiresAt) {

  /** All of it is now. */
  public static final ItemTimes NOW = new ItemTimes(null, null, null);
}
