package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads signals, and what people do with them. */
public final class SignalDecoder {

  /** Signals in one request. */
  static final int MOST_SIGNALS = 1000;

  /** Bytes of arguments and headers of one signal. */
  static final long MOST_BYTES = 1 << 20;

  private static final int MOST_CHARACTERS = 1000;
  private static final int MOST_KEY = 255;
  private static final long MOST_GRACE_MS = 86_400_000;

  private final Limits limits;
  private final TenantId tenant;

  /** A decoder of what {@code tenant} sends. */
  public SignalDecoder(Limits limits, TenantId tenant) {
    this.limits = limits;
    this.tenant = tenant;
  }

  /**
   * One signal.
   *
   * @param key of the header {@code Idempotency-Key}; null if there is none
   */
  public Signal signal(Format format, byte[] body, @Nullable String key) {
    return Node.whole(format, body, limits, node -> signal(node, key));
  }

  /** Several signals, in order. */
  public List<Signal> signals(Format format, byte[] body) {
    return Node.whole(
        format,
        body,
        limits,
        node -> {
          node.required("signals");
          List<Signal> signals = new ArrayList<>();
          for (Object sent : node.list("signals", "signals", MOST_SIGNALS)) {
            Node one = Node.of(sent, node.at("signals") + "/" + signals.size(), limits);
            signals.add(named(one, node.at("signals") + "/" + signals.size()));
            one.end();
          }
          return signals;
        });
  }

  /** One of several: a limit that it exceeds is its own. */
  private Signal named(Node node, String pointer) {
    try {
      return signal(node, null);
    } catch (Failure.LimitExceeded exceeded) {
      throw new Failure.LimitExceeded(exceeded.limit(), exceeded.maximum(), pointer);
    }
  }

  /** The field {@code ids} of a redrive. */
  public List<Long> ids(Format format, byte[] body) {
    return Node.whole(format, body, limits, SignalDecoder::ids);
  }

  /** The fields of a discard. */
  public Discard discard(Format format, byte[] body) {
    return Node.whole(
        format,
        body,
        limits,
        node -> new Discard(ids(node), text(node, "reason", MOST_CHARACTERS)));
  }

  /**
   * Dead letters that are given up.
   *
   * @param note why
   */
  public record Discard(List<Long> ids, String note) {}

  private static List<Long> ids(Node node) {
    node.required("ids");
    List<Long> ids = new ArrayList<>();
    for (Object sent : node.list("ids", "signals", MOST_SIGNALS)) {
      ids.add(id(String.valueOf(sent), node.at("ids") + "/" + ids.size()));
    }
    return ids;
  }

  /** A state as answers have it; null: any. */
  public static @Nullable SignalState state(@Nullable String text, String pointer) {
    return text == null ? null : oneOf(pointer, text, SignalState.values(), SignalState::text);
  }

  /** A reason as answers have it; null: any. */
  public static @Nullable DeadReason reason(@Nullable String text, String pointer) {
    return text == null ? null : oneOf(pointer, text, DeadReason.values(), DeadReason::text);
  }

  /** An id as answers have it: digits. */
  public static long id(String text, String pointer) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Node.wrong(pointer, "must be the id of a signal");
    }
    return Long.parseLong(text);
  }

  private Signal signal(Node node, @Nullable String header) {
    SignalPriority priority = priority(node);
    var signal =
        new Signal(
            new WorkflowKey(
                tenant,
                node.has("namespace") ? text(node, "namespace", MOST_CHARACTERS) : "default",
                text(node, "workflow_id", MOST_CHARACTERS)),
            optional(node, "run_id", MOST_CHARACTERS),
            text(node, "signal", MOST_CHARACTERS),
            payloads(node),
            headers(node),
            priority,
            key(node, header),
            moment(node, "deliver_not_before"),
            moment(node, "expire_at"),
            start(node),
            node.fact("fence"),
            holds(node),
            Duration.ofMillis(node.integer("grace_ms", 0, MOST_GRACE_MS, 0)));
    if (signal.fence() && priority != SignalPriority.CRITICAL) {
      throw Node.wrong(node.at("fence"), "is for critical signals");
    }
    Values.refuseMore("signal_bytes", signal.length(), MOST_BYTES);
    return signal;
  }

  private static String text(Node node, String name, int most) {
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

  private static <E> E oneOf(String pointer, String text, E[] values, Function<E, String> name) {
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
            payloads(start));
    start.end();
    return spec;
  }

  /** {@code arguments}: values, which are encoded as JSON; or {@code payloads}: passed verbatim. */
  private List<SignalPayload> payloads(Node node) {
    List<SignalPayload> payloads = new ArrayList<>();
    if (node.has("payloads")) {
      if (node.has("arguments")) {
        throw Node.wrong(node.at("payloads"), "there are arguments, too");
      }
      for (Object sent : node.list("payloads", "arguments", MOST_SIGNALS)) {
        payloads.add(payload(sent, node.at("payloads") + "/" + payloads.size()));
      }
    } else {
      for (Object value : node.list("arguments", "arguments", MOST_SIGNALS)) {
        payloads.add(json(value));
      }
    }
    return payloads;
  }

  private static SignalPayload json(@Nullable Object value) {
    return value == null
        ? new SignalPayload(Map.of("encoding", Bytes.utf8("binary/null")), Bytes.EMPTY)
        : new SignalPayload(
            Map.of("encoding", Bytes.utf8("json/plain")),
            Bytes.owned(Out.bytes(Format.JSON, out -> out.plain(value))));
  }

  private SignalPayload payload(@Nullable Object sent, String pointer) {
    Node node = Node.of(sent, pointer, limits);
    Map<String, Bytes> metadata = new TreeMap<>();
    node.object("metadata")
        .forEach(
            (name, value) ->
                metadata.put(
                    name, Node.bytes(value, Node.at(node.at("metadata"), name), (int) MOST_BYTES)));
    Bytes data = node.bytes("data", (int) MOST_BYTES);
    node.end();
    return new SignalPayload(metadata, data);
  }

  private Map<String, SignalPayload> headers(Node node) {
    Map<String, SignalPayload> headers = new TreeMap<>();
    node.object("headers")
        .forEach(
            (name, value) -> headers.put(name, payload(value, Node.at(node.at("headers"), name))));
    return headers;
  }
}
