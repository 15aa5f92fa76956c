package dev.holdfast.core.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of a namespace must be.
 *
 * @param end at which they are compared
 * @param path labels; null stands for any one
 */
public record NamespaceCondition(End end, List<@Nullable String> path) {

  /** Where a path is compared. */
  public enum End {
    /** At the first labels. */
    PREFIX,
    /** At the last labels. */
    SUFFIX
  }

  /** Copies the list. */
  public NamespaceCondition {
    path = Collections.unmodifiableList(new ArrayList<>(path));
  }
}
