package dev.holdfast.server.wire;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreResult;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes what a store was asked for. */
public final class StoreEncoder {

  /** As Python writes a moment that is not a whole second; microseconds are what there is. */
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private StoreEncoder() {}

  /** What a get came to: an item, or null. */
  public static byte[] item(Format format, StoreResult result) {
    return Out.bytes(format, out -> result(out, result));
  }

  /** What a search came to, as LangGraph's SDK reads it. */
  public static byte[] items(Format format, StoreResult result) {
    return named(format, "items", result);
  }

  /** What a list of namespaces came to, as LangGraph's SDK reads it. */
  public static byte[] namespaces(Format format, StoreResult result) {
    return named(format, "namespaces", result);
  }

  private static byte[] named(Format format, String name, StoreResult result) {
    return Out.bytes(
        format,
        out -> {
          out.object().name(name);
          result(out, result);
          backlog(out, List.of(result));
          out.end();
        });
  }

  /**
   * The field {@code results} of a batch: null for what is stored or not there. And the field
   * {@code index}, where a query was answered by one that is behind.
   */
  static void results(Out out, List<StoreResult> results) throws IOException {
    out.name("results").startList();
    for (StoreResult result : results) {
      result(out, result);
    }
    out.endList();
    backlog(out, results);
  }

  private static void backlog(Out out, List<StoreResult> results) throws IOException {
    for (StoreResult result : results) {
      if (result instanceof StoreResult.Items items && items.backlog() != null) {
        out.name("index").object().field("waiting", items.backlog().waiting());
        out.field("oldest_ms", items.backlog().oldest().toMillis()).end();
        return;
      }
    }
  }

  private static void result(Out out, StoreResult result) throws IOException {
    if (result instanceof StoreResult.Found found && found.item() != null) {
      item(out, found.item()).end();
    } else if (result instanceof StoreResult.Items items) {
      items(out, items);
    } else if (result instanceof StoreResult.Namespaces namespaces) {
      out.startList();
      for (StoreNamespace namespace : namespaces.namespaces()) {
        out.plain(namespace.labels());
      }
      out.endList();
    } else if (result instanceof StoreResult.Stored stored && stored.waiting()) {
      out.object().field("indexed", false).end();
    } else {
      out.plain(null);
    }
  }

  static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  private static void items(Out out, StoreResult.Items found) throws IOException {
    out.startList();
    for (int i = 0; i < found.items().size(); i++) {
      Double score = found.scores().isEmpty() ? null : found.scores().get(i);
      item(out, found.items().get(i)).name("score").plain(score).end();
    }
    out.endList();
  }

  /** An object that is still open. */
  static Out item(Out out, StoreItem item) throws IOException {
    return out.object()
        .name("namespace")
        .plain(item.key().namespace().labels())
        .field("key", item.key().key())
        .name("value")
        .plain(item.value().entries())
        .field("created_at", moment(item.createdAt()))
        .field("updated_at", moment(item.updatedAt()));
  }
}
