package dev.holdfast.testkit.gen;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random reads of few names, which are often there and often begin alike. */
final class SeededReads {
  private static final String BEYOND_BMP = "\uD83D\uDE00";
  private static final List<String> KEYS = List.of("k", "l", "\uFFFF", BEYOND_BMP);
  private static final List<List<String>> NAMESPACES =
      List.of(
          List.of("a"),
          List.of("a", "b"),
          List.of("a", "b", "a"),
          List.of("ab"),
          List.of("a!"),
          List.of("b", "a"),
          List.of("*", "b"),
          List.of("\uFFFF"),
          List.of(BEYOND_BMP, "a"));

  private final Random random;
  private final SeededFilters filters;

  SeededReads(Random random, SeededFilters filters) {
    this.random = random;
    this.filters = filters;
  }

  ItemKey name() {
    return new ItemKey(new StoreNamespace(labels()), KEYS.get(random.nextInt(KEYS.size())));
  }

  StoreOperation.Read next() {
    int dice = random.nextInt(10);
    if (dice < 4) {
      return new StoreOperation.Get(name(), random.nextBoolean());
    }
    return dice < 8 ? search() : namespaces();
  }

  private StoreOperation.Read search() {
    var search = new SearchBuilder(new StoreNamespace(random.nextBoolean() ? List.of() : part()));
    for (int i = random.nextInt(3); i > 0; i--) {
      search.where(filters.condition());
    }
    if (random.nextInt(3) == 0) {
      search.limit(random.nextInt(5)).offset(random.nextInt(4));
    }
    return (random.nextBoolean() ? search.refreshing() : search).build();
  }

  private StoreOperation.Read namespaces() {
    var list = new NamespacesBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.where(new NamespaceCondition(random.nextBoolean() ? End.PREFIX : End.SUFFIX, path()));
    }
    if (random.nextBoolean()) {
      list.maxDepth(1 + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      list.limit(random.nextInt(5)).offset(random.nextInt(4));
    }
    return list.build();
  }

  private List<String> labels() {
    return NAMESPACES.get(random.nextInt(NAMESPACES.size()));
  }

  /** Some labels of a namespace that follow each other. */
  private List<String> part() {
    List<String> labels = labels();
    int first = random.nextInt(2) * random.nextInt(labels.size());
    return labels.subList(first, first + 1 + random.nextInt(labels.size() - first));
  }

  private List<@Nullable String> path() {
    List<@Nullable String> path = new ArrayList<>(part());
    path.replaceAll(label -> random.nextInt(3) == 0 ? null : label);
    return path;
  }
}
