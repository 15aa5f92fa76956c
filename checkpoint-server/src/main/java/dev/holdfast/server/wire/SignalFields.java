package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one signal of {@code tenant}. */
record SignalFields(Limits limits, TenantId tenant) {

  /** Characters of names and reasons. */
  static final int MOST_CHARACTERS = 1000;

  /** Bytes of the payloads of one signal. */
  static final long MOST_BYTES = 1 << 20;

  private static final int MOST_KEY = 255;
  private static final long MOST_GRACE_MS = 86_400_000;

  /**
   * All of them.
   *
   * @param header {@code Idempotency-Key}; null if there is none
   */
  Signal signal(Node node, @Nullable String header) {
    SignalPriority priority = priority(node);
    var signal =
        new Signal(
            new WorkflowKey(
                tenant,
                node.has("namespace") ? text(node, "namespace", MOST_CHARACTERS) : "default",
                text(node, "workflow_id", MOST_CHARACTERS)),
            optional(node, "run_id", MOST_CHARACTERS),
            text(node, "signal", MOST_CHARACTERS),
            PayloadDecoder.payloads(node),
            PayloadDecoder.headers(node),
            priority,
            key(node, header),
            moment(node, "deliver_not_before"),
            moment(node, "expire_at"),
            start(node),
            node.fact("fence"),
            holds(node),
            Duration.ofMillis(node.integer("grace_ms", 0, MOST_GRACE_MS, 0)));
    if (signal.runId() != null && signal.start() != null) {
      throw Node.wrong(node.at("run_id"), "is not for a signal that may start another run");
    }
    if (signal.fence() && priority != SignalPriority.CRITICAL) {
      throw Node.wrong(node.at("fence"), "is for critical signals");
    }
    Values.refuseMore("signal_bytes", signal.length(), MOST_BYTES);
    return signal;
  }

  static String text(Node node, String name, int most) {
    String text = node.id(name);
    Values.refuseMore("signal_characters", text.length(), most);
    return text;
  }

  private static @Nullable String optional(Node node, String name, int most) {
    return node.raw(name) == null ? null : text(node, name, most);
  }

  private static @Nullable String key(Node node, @Nullable String header) {
    String key = optional(node, "idempotency_key", MOST_KEY);
    if (key != null && header != null && !key.equals(header)) {
      throw Node.wrong(node.at("idempotency_key"), "is another one than the header's");
    }
    if (header != null) {
      Values.refuseMore("signal_characters", header.length(), MOST_KEY);
    }
    return key == null ? header : key;
  }

  private static SignalPriority priority(Node node) {
    String text = node.text("priority");
    return text == null
        ? SignalPriority.NORMAL
        : oneOf(node.at("priority"), text, SignalPriority.values(), SignalPriority::text);
  }

  static <E> E oneOf(String pointer, String text, E[] values, Function<E, String> name) {
    for (E value : values) {
      if (name.apply(value).equals(text)) {
        return value;
      }
    }
    throw Node.wrong(
        pointer,
        "must be one of " + Arrays.stream(values).map(name).collect(Collectors.joining(", ")));
  }

  private static boolean holds(Node node) {
    String text = node.text("on_dead_letter");
    if (text != null && !text.equals("pass") && !text.equals("hold")) {
      throw Node.wrong(node.at("on_dead_letter"), "must be pass or hold");
    }
    return "hold".equals(text);
  }

  private static @Nullable Instant moment(Node node, String name) {
    String text = node.text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Node.wrong(node.at(name), "must be a moment as in RFC 3339");
    }
  }

  private @Nullable StartSpec start(Node node) {
    Object sent = node.raw("start");
    if (sent == null) {
      return null;
    }
    Node start = Node.of(sent, node.at("start"), limits);
    String reuse = start.text("id_reuse_policy");
    var spec =
        new StartSpec(
            text(start, "workflow_type", MOST_CHARACTERS),
            text(start, "task_queue", MOST_CHARACTERS),
            reuse == null
                ? StartSpec.IdReuse.ALLOW_DUPLICATE
                : oneOf(
                    start.at("id_reuse_policy"),
                    reuse,
                    StartSpec.IdReuse.values(),
                    policy -> policy.name().toLowerCase(Locale.ROOT)),
            PayloadDecoder.payloads(start));
    start.end();
    return spec;
  }
}
