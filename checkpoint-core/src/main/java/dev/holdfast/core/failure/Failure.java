package dev.holdfast.core.failure;

import dev.holdfast.core.model.ChannelName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call did not do what was asked. Closed on purpose; messages never hold state values.
 *
 * <p>Without stack traces: failures are answers, and an overloaded server must refuse cheaply.
 */
public abstract sealed class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Code code;

  private Failure(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The stable name. */
  public Code code() {
    return code;
  }

  /** The request itself is wrong; {@link #pointer} names the place. */
  public static final class Invalid extends Failure {
    private static final long serialVersionUID = 1L;
    private final String pointer;

    /** A request that is refused with {@code code} because of the field at {@code pointer}. */
    public Invalid(Code code, String pointer, String message) {
      super(code, message);
      this.pointer = pointer;
    }

    /** Path of the field, e.g. {@code /operations/3/thread_id}. */
    public String pointer() {
      return pointer;
    }
  }

  /** Something is larger than it may be. */
  public static final class LimitExceeded extends Failure {
    private static final long serialVersionUID = 1L;
    private final String limit;
    private final long maximum;
    private final @Nullable String pointer;

    /** {@code limit} is a name out of {@code GET /v1}. */
    public LimitExceeded(String limit, long maximum) {
      this(limit, maximum, null);
    }

    /** {@code pointer} names what of a request exceeds it; null: the whole. */
    public LimitExceeded(String limit, long maximum, @Nullable String pointer) {
      super(Code.LIMIT_EXCEEDED, limit + " is limited to " + maximum);
      this.limit = limit;
      this.maximum = maximum;
      this.pointer = pointer;
    }

    /** JSON pointer to what exceeds it; null: the whole request. */
    public @Nullable String pointer() {
      return pointer;
    }

    /** Name of the limit. */
    public String limit() {
      return limit;
    }

    /** Its value. */
    public long maximum() {
      return maximum;
    }
  }

  /** A checkpoint names values that are neither sent nor stored; nothing of the put took effect. */
  public static final class MissingValues extends Failure {
    private static final long serialVersionUID = 1L;
    private final transient List<ChannelName> channels;

    /** The channels whose values must be sent with the repeat. */
    public MissingValues(List<ChannelName> channels) {
      super(
          Code.MISSING_VALUES,
          "values of " + channels.size() + " channels are neither sent nor stored");
      this.channels = List.copyOf(channels);
    }

    /** Not empty. */
    public List<ChannelName> channels() {
      return channels;
    }
  }

  /** Values came as splices of others than the parent's; nothing of the put took effect. */
  public static final class BaseUnknown extends Failure {
    private static final long serialVersionUID = 1L;
    private final transient List<ChannelName> channels;

    /** The channels whose values must be sent whole with the repeat. */
    public BaseUnknown(List<ChannelName> channels) {
      super(
          Code.BASE_UNKNOWN,
          "values of " + channels.size() + " channels are splices of others than the parent's");
      this.channels = List.copyOf(channels);
    }

    /** Not empty. */
    public List<ChannelName> channels() {
      return channels;
    }
  }

  /** A splice does not give the value that it says; nothing of the put took effect. */
  public static final class InvalidSplice extends Failure {
    private static final long serialVersionUID = 1L;
    private final transient ChannelName channel;

    /** {@code reason} never holds state values. */
    public InvalidSplice(ChannelName channel, String reason) {
      super(Code.INVALID_SPLICE, reason);
      this.channel = channel;
    }

    /** Whose value it is. */
    public ChannelName channel() {
      return channel;
    }
  }

  /** Nothing was taken; try again after a while. */
  public static final class RetryLater extends Failure {
    private static final long serialVersionUID = 1L;
    private final Duration after;

    private RetryLater(Code code, Duration after, String message) {
      super(code, message);
      this.after = after;
    }

    /** The backlog is over its high water mark. */
    public static RetryLater overloaded(Duration after) {
      return new RetryLater(Code.OVERLOADED, after, "too much waits already; nothing was taken");
    }

    /** Postgres is away or the server is stopping. */
    public static RetryLater unavailable(Duration after, String reason) {
      return new RetryLater(Code.UNAVAILABLE, after, reason);
    }

    /** Who makes vectors of texts does not answer. */
    public static RetryLater embeddingUnavailable(Duration after, String reason) {
      return new RetryLater(Code.EMBEDDING_UNAVAILABLE, after, reason);
    }

    /** How long to wait at least. */
    public Duration after() {
      return after;
    }
  }

  /** A failure that its code says everything about. */
  public static final class Plain extends Failure {
    private static final long serialVersionUID = 1L;

    /** {@code message} never holds state values. */
    public Plain(Code code, String message) {
      super(code, message);
    }
  }

  /** The commit may or may not have happened; the same request repeated resolves it. */
  public static Failure outcomeUnknown() {
    return new Plain(
        Code.OUTCOME_UNKNOWN, "no confirmation of the commit arrived; repeat the same request");
  }

  /** It waited until its deadline; nothing happened. */
  public static Failure deadlineExceeded() {
    return new Plain(
        Code.DEADLINE_EXCEEDED, "the operation waited until its deadline; nothing was taken");
  }

  /** A write of a life of the thread that has ended. */
  public static Failure threadDeleted() {
    return new Plain(Code.THREAD_DELETED, "the thread was deleted after this writer read it");
  }
}
