package dev.holdfast.server.embedding;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call of the endpoint came to nothing; says whether it is worth another try. */
final class CallFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Duration AFTER = Duration.ofSeconds(1);

  private final transient Failure failure;
  private final boolean again;
  private final transient @Nullable Duration asked;

  private CallFailed(Failure failure, boolean again, @Nullable Duration asked) {
    super(failure.getMessage(), null, false, false);
    this.failure = failure;
    this.again = again;
    this.asked = asked;
  }

  /** It may pass. */
  static CallFailed passing(String reason) {
    return passing(reason, null);
  }

  /** It may pass after a time that the endpoint names. */
  static CallFailed passing(String reason, @Nullable Duration asked) {
    Duration after = asked == null ? AFTER : asked;
    return new CallFailed(Failure.RetryLater.embeddingUnavailable(after, reason), true, asked);
  }

  /** It does not pass by itself, but nothing is wrong with the texts. */
  static CallFailed lasting(String reason) {
    return new CallFailed(Failure.RetryLater.embeddingUnavailable(AFTER, reason), false, null);
  }

  /** The model will not have the texts. */
  static CallFailed refused(int status) {
    return new CallFailed(
        new Failure.Plain(
            Code.EMBEDDING_REFUSED, "the model refuses a text (" + status + "); nothing was taken"),
        false,
        null);
  }

  Failure failure() {
    return failure;
  }

  boolean again() {
    return again;
  }

  /** Whether the endpoint is to blame, not the texts. */
  boolean unavailable() {
    return failure.code() == Code.EMBEDDING_UNAVAILABLE;
  }

  /** What the endpoint asked callers to wait; null if it said nothing. */
  @Nullable Duration asked() {
    return asked;
  }
}
