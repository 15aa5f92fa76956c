package dev.holdfast.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one part of a batch came to. */
public sealed interface StoreResult {

  /** Of a get; null if there is none. */
  record Found(@Nullable StoreItem item) implements StoreResult {}

  /** Of a search. */
  record Items(List<StoreItem> items) implements StoreResult {}

  /** Of a list of namespaces. */
  record Namespaces(List<StoreNamespace> namespaces) implements StoreResult {}

  /** A put or delete is committed. */
  record Stored() implements StoreResult {}
}
