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
          out.end();
        });
  }

  /** The field {@code results} of a batch: null for what is stored or not there. */
  static void results(Out out, List<StoreResult> results) throws IOException {
    out.name("results").startList();
    for (StoreResult result : results) {
      result(out, result);
    }
    out.endList();
  }

  private static void result(Out out, StoreResult result) throws IOException {
    if (result instanceof StoreResult.Found found && found.item() != null) {
      item(out, found.item()).end();
    } else if (result instanceof StoreResult.Items items) {
      out.startList();
      for (StoreItem item : items.items()) {
        item(out, item).field("score", (String) null).end();
      }
      out.endList();
    } else if (result instanceof StoreResult.Namespaces namespaces) {
      out.startList();
      for (StoreNamespace namespace : namespaces.namespaces()) {
        out.plain(namespace.labels());
      }
      out.endList();
    } else {
      out.plain(null);
    }
  }

  static String moment(Instant instant) {
    return MOMENT.format(instant);
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
