package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads signals, and what people do with them. */
public final class SignalDecoder {

  /** Signals in one request. */
  static final int MOST_SIGNALS = 1000;

  private final Limits limits;
  private final SignalFields fields;

  /** A decoder of what {@code tenant} sends. */
  public SignalDecoder(Limits limits, TenantId tenant) {
    this.limits = limits;
    this.fields = new SignalFields(limits, tenant);
  }

  /**
   * One signal.
   *
   * @param key of the header {@code Idempotency-Key}; null if there is none
   */
  public Signal signal(Format format, byte[] body, @Nullable String key) {
    return Node.whole(format, body, limits, node -> fields.signal(node, key));
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
      return fields.signal(node, null);
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
        node ->
            new Discard(
                ids(node), SignalFields.text(node, "reason", SignalFields.MOST_CHARACTERS)));
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
    return text == null
        ? null
        : SignalFields.oneOf(pointer, text, SignalState.values(), SignalState::text);
  }

  /** A reason as answers have it; null: any. */
  public static @Nullable DeadReason reason(@Nullable String text, String pointer) {
    return text == null
        ? null
        : SignalFields.oneOf(pointer, text, DeadReason.values(), DeadReason::text);
  }

  /** An id as answers have it: digits. */
  public static long id(String text, String pointer) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Node.wrong(pointer, "must be the id of a signal");
    }
    return Long.parseLong(text);
  }
}
