package dev.holdfast.core.store;

import java.util.List;

/**
 * Where items lie: labels, compared one by one.
 *
 * @param labels of an item at least one; empty only as the prefix of everything
 */
public record StoreNamespace(List<String> labels) {

  /** The prefix of everything. */
  public static final StoreNamespace ROOT = new StoreNamespace(List.of());

  /** Copies the list. */
  public StoreNamespace {
    labels = List.copyOf(labels);
  }
}
