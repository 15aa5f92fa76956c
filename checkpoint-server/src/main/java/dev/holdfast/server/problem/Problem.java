package dev.holdfast.server.problem;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ChannelName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** What a failure looks like as the whole answer. */
  public static Problem of(Failure failure, String correlationId) {
    return of(failure, "", correlationId);
  }

  /** What the failure of the operation at {@code pointer} of a request looks like. */
  public static Problem of(Failure failure, String pointer, String correlationId) {
    Duration after = failure instanceof Failure.RetryLater later ? later.after() : null;
    String code = failure.code().text();
    Problem problem =
        problem(
            status(failure.code()),
            code,
            retry(failure.code()),
            String.valueOf(failure.getMessage()),
            correlationId,
            after);
    name(failure, pointer, problem.fields);
    return problem;
  }

  /** Adds the fields that name what the failure is about. */
  private static void name(Failure failure, String pointer, Map<String, @Nullable Object> fields) {
    if (failure instanceof Failure.Invalid invalid) {
      fields.put("pointer", printable(within(pointer, invalid.pointer())));
    } else if (failure instanceof Failure.LimitExceeded exceeded) {
      if (exceeded.pointer() != null) {
        fields.put("pointer", exceeded.pointer());
      }
      fields.put("limit", exceeded.limit());
      fields.put("maximum", exceeded.maximum());
    } else if (failure instanceof Failure.MissingValues missing) {
      fields.put("missing", names(missing.channels()));
    } else if (failure instanceof Failure.BaseUnknown unknown) {
      fields.put("missing", names(unknown.channels()));
    } else if (failure instanceof Failure.InvalidSplice invalid) {
      fields.put("pointer", printable(pointer + "/values/" + escaped(invalid.channel())));
    }
  }

  /** Use cases know the place in the operation only, codecs the place in the whole body. */
  private static String within(String operation, String pointer) {
    return pointer.startsWith("/parts/") ? operation + pointer : pointer;
  }

  private static List<String> names(List<ChannelName> channels) {
    return channels.stream().map(ChannelName::value).toList();
  }

  /** A step of a pointer, as RFC 6901 writes it. */
  private static String escaped(ChannelName channel) {
    return channel.value().replace("~", "~0").replace("/", "~1");
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
      case INVALID_REQUEST,
          INVALID_IDENTIFIER,
          UNKNOWN_OPERATION,
          INVALID_SPLICE,
          INVALID_NAMESPACE,
          INVALID_FILTER,
          NOT_INDEXED ->
          400;
      case NAMESPACE_REFUSED -> 403;
      case THREAD_NOT_FOUND, CHECKPOINT_NOT_FOUND, SIGNAL_NOT_FOUND, WORKFLOW_NOT_FOUND -> 404;
      case MISSING_VALUES,
          BASE_UNKNOWN,
          THREAD_DELETED,
          THREAD_EXISTS,
          OPERATION_ID_REUSED,
          INDEX_MISMATCH,
          SIGNAL_KEY_REUSED,
          SIGNAL_FORMED ->
          409;
      case LIMIT_EXCEEDED -> 413;
      case REJECTED, EMBEDDING_REFUSED, SIGNAL_REFUSED -> 422;
      case INTERNAL -> 500;
      case OVERLOADED, UNAVAILABLE, EMBEDDING_UNAVAILABLE, WRITE_CONFLICT, OUTCOME_UNKNOWN -> 503;
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
          INVALID_SPLICE,
          INVALID_NAMESPACE,
          INVALID_FILTER,
          NOT_INDEXED,
          INDEX_MISMATCH,
          EMBEDDING_REFUSED,
          SIGNAL_NOT_FOUND,
          SIGNAL_KEY_REUSED,
          SIGNAL_FORMED,
          WORKFLOW_NOT_FOUND,
          NAMESPACE_REFUSED,
          SIGNAL_REFUSED,
          REJECTED ->
          Retry.NEVER;
      case MISSING_VALUES, BASE_UNKNOWN -> Retry.CHECK_FIRST;
      case OVERLOADED, UNAVAILABLE, EMBEDDING_UNAVAILABLE -> Retry.AFTER;
      case WRITE_CONFLICT, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN, INTERNAL -> Retry.SAME_REQUEST;
    };
  }
}
