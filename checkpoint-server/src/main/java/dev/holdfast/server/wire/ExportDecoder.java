package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what an export is asked for in a query. */
public final class ExportDecoder {

  private static final int MOST_LABELS = 64;

  private ExportDecoder() {}

  /**
   * Labels, each a parameter or joined by dots, which no label holds.
   *
   * @return null if no namespace can begin so
   */
  public static @Nullable StoreNamespace prefix(List<String> sent) {
    List<String> labels = new ArrayList<>();
    for (String joined : sent) {
      if (!(sent.size() == 1 && joined.isEmpty())) {
        labels.addAll(List.of(joined.split("\\.", -1)));
      }
    }
    return NamespaceDecoder.possible(labels, true) ? new StoreNamespace(labels) : null;
  }

  /** Labels and key of the last item that a caller has, as a JSON list; null if absent. */
  public static @Nullable ItemKey after(@Nullable String sent, String pointer) {
    if (sent == null) {
      return null;
    }
    Object told = read(sent, pointer);
    List<String> names = new ArrayList<>();
    if (told instanceof List<?> list && list.size() >= 2 && list.size() <= MOST_LABELS + 1) {
      list.stream().filter(String.class::isInstance).forEach(name -> names.add((String) name));
      if (names.size() == list.size()) {
        String key = names.remove(names.size() - 1);
        if (NamespaceDecoder.possible(names, true) && NamespaceDecoder.possibleKey(key)) {
          return new ItemKey(new StoreNamespace(names), key);
        }
      }
    }
    throw wrong(pointer);
  }

  private static @Nullable Object read(String sent, String pointer) {
    try {
      return Tree.read(Format.JSON, sent.getBytes(StandardCharsets.UTF_8), 1, Limits.DEFAULT);
    } catch (MalformedBody e) {
      throw wrong(pointer);
    }
  }

  private static RuntimeException wrong(String pointer) {
    return Node.wrong(pointer, "must be a JSON list of the labels and the key of an item");
  }
}
