package dev.holdfast.testkit;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a long-term store as text that is equal for equal answers of different stores: times
 * are numbered from the earliest of the answer.
 */
final class CanonicalItems {
  private final Canonical canonical = new Canonical();

  /** An item whose times are numbers. */
  private record Numbered(StoreItem item, int created, int updated) {}

  String text(@Nullable Object answer) {
    if (!(answer instanceof List<?> results)) {
      return canonical.text(answer);
    }
    List<StoreItem> items = results.stream().flatMap(CanonicalItems::items).toList();
    var moments = new TreeSet<Instant>();
    items.forEach(
        item -> {
          moments.add(item.createdAt());
          moments.add(item.updatedAt());
        });
    List<Numbered> numbered = new ArrayList<>();
    for (StoreItem item : items) {
      numbered.add(
          new Numbered(
              item,
              moments.headSet(item.createdAt()).size(),
              moments.headSet(item.updatedAt()).size()));
    }
    List<Object> ordered = new ArrayList<>();
    for (Object result : results) {
      ordered.add(result instanceof StoreResult.Namespaces list ? list.namespaces() : result);
    }
    return canonical.text(ordered) + canonical.text(numbered);
  }

  private static Stream<StoreItem> items(Object result) {
    if (result instanceof StoreResult.Found found) {
      return Stream.ofNullable(found.item());
    }
    return result instanceof StoreResult.Items found ? found.items().stream() : Stream.of();
  }
}
