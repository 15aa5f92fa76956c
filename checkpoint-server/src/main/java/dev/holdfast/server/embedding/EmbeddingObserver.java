package dev.holdfast.server.embedding;

import dev.holdfast.core.failure.Code;
import org.jspecify.annotations.Nullable;

/** Is told what embedding does; metrics listen here. Calls must not block. */
public interface EmbeddingObserver {

  /** Listens to nothing. */
  EmbeddingObserver SILENT = texts -> code -> {};

  /** A call under way. */
  @FunctionalInterface
  interface Call {
    /** It is over; {@code code} says why it failed, null if it did not. */
    void ended(@Nullable Code code);
  }

  /** The model is asked for so many texts. */
  Call called(int texts);

  /** The circuit breaker is {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN} now. */
  default void circuit(String state) {}
}
