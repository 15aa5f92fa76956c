package dev.holdfast.testkit.gen;

import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of namespaces in the making; it holds all until it is narrowed. */
public final class NamespacesBuilder {
  /** Stands for any one label in a path of this builder. */
  public static final @Nullable String ANY = null;

  private final List<NamespaceCondition> conditions = new ArrayList<>();
  private @Nullable Integer maxDepth;
  private int limit = 10_000;
  private int offset;

  NamespacesBuilder() {}

  /** Those that begin so. */
  public NamespacesBuilder prefix(@Nullable String... path) {
    return where(new NamespaceCondition(End.PREFIX, Arrays.asList(path)));
  }

  /** Those that end so. */
  public NamespacesBuilder suffix(@Nullable String... path) {
    return where(new NamespaceCondition(End.SUFFIX, Arrays.asList(path)));
  }

  /** Those that meet {@code condition}. */
  public NamespacesBuilder where(NamespaceCondition condition) {
    conditions.add(condition);
    return this;
  }

  /** Cut off after this many labels. */
  public NamespacesBuilder maxDepth(@Nullable Integer labels) {
    maxDepth = labels;
    return this;
  }

  /** At most this many. */
  public NamespacesBuilder limit(int most) {
    limit = most;
    return this;
  }

  /** Without the first ones. */
  public NamespacesBuilder offset(int first) {
    offset = first;
    return this;
  }

  /** The list. */
  public StoreOperation.ListNamespaces build() {
    return new StoreOperation.ListNamespaces(conditions, maxDepth, limit, offset);
  }
}
