package dev.holdfast.server.problem;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ChannelName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as callers see it: RFC 9457 with a stable code and what may be done about it.
 *
 * @param status HTTP status
 * @param code stable, kebab-case
 * @param retryAfter how long to wait, null if that does not apply
 * @param fields everything, in the order of the body
 */
public record Problem(
    int status, String code, @Nullable Duration retryAfter, Map<String, @Nullable Object> fields) {

  /** Media type of a body. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPES = "https://holdfast.dev/problems/";
  private static final int LONGEST_POINTER = 200;

  /** A problem of HTTP itself, which no operation can have. */
  public static Problem of(int status, String code, String detail, String correlationId) {
    return problem(
        status,
        code,
        status >= 500 ? Retry.SAME_REQUEST : Retry.NEVER,
        detail,
        correlationId,
        null);
  }

  /** What a failure looks like. */
  public static Problem of(Failure failure, String correlationId) {
    Duration after = failure instanceof Failure.RetryLater later ? later.after() : null;
    String code = failure.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Problem problem =
        problem(
            status(failure.code()),
            code,
            retry(failure.code()),
            String.valueOf(failure.getMessage()),
            correlationId,
            after);
    if (failure instanceof Failure.Invalid invalid) {
      problem.fields.put("pointer", printable(invalid.pointer()));
    } else if (failure instanceof Failure.LimitExceeded exceeded) {
      problem.fields.put("limit", exceeded.limit());
      problem.fields.put("maximum", exceeded.maximum());
    } else if (failure instanceof Failure.MissingValues missing) {
      problem.fields.put("missing", missing.channels().stream().map(ChannelName::value).toList());
    }
    return problem;
  }

  /** Names the request in the log. */
  public String correlationId() {
    return String.valueOf(fields.get("correlation_id"));
  }

  /** A pointer ends in names as they were sent, which may be long and no Unicode. */
  private static String printable(String pointer) {
    String beginning = pointer.substring(0, Math.min(pointer.length(), LONGEST_POINTER));
    byte[] mended = beginning.getBytes(StandardCharsets.UTF_8);
    return new String(mended, StandardCharsets.UTF_8);
  }

  private static Problem problem(
      int status,
      String code,
      Retry retry,
      String detail,
      String correlationId,
      @Nullable Duration after) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("type", TYPES + code);
    fields.put("title", code.replace('-', ' '));
    fields.put("status", (long) status);
    fields.put("code", code);
    fields.put("retry", retry.name().toLowerCase(Locale.ROOT));
    fields.put("detail", detail);
    fields.put("correlation_id", correlationId);
    if (after != null) {
      fields.put("retry_after_ms", after.toMillis());
    }
    return new Problem(status, code, after, fields);
  }

  private static int status(Code code) {
    return switch (code) {
      case INVALID_REQUEST, INVALID_IDENTIFIER, UNKNOWN_OPERATION -> 400;
      case THREAD_NOT_FOUND, CHECKPOINT_NOT_FOUND -> 404;
      case MISSING_VALUES, THREAD_DELETED, THREAD_EXISTS, OPERATION_ID_REUSED -> 409;
      case LIMIT_EXCEEDED -> 413;
      case REJECTED -> 422;
      case INTERNAL -> 500;
      case OVERLOADED, UNAVAILABLE, WRITE_CONFLICT, OUTCOME_UNKNOWN -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }

  private static Retry retry(Code code) {
    return switch (code) {
      case INVALID_REQUEST,
          INVALID_IDENTIFIER,
          UNKNOWN_OPERATION,
          LIMIT_EXCEEDED,
          THREAD_NOT_FOUND,
          CHECKPOINT_NOT_FOUND,
          THREAD_DELETED,
          THREAD_EXISTS,
          OPERATION_ID_REUSED,
          REJECTED ->
          Retry.NEVER;
      case MISSING_VALUES -> Retry.CHECK_FIRST;
      case OVERLOADED, UNAVAILABLE -> Retry.AFTER;
      case WRITE_CONFLICT, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN, INTERNAL -> Retry.SAME_REQUEST;
    };
  }
}
