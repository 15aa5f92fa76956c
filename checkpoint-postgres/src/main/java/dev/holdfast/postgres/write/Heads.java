package dev.holdfast.postgres.write;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.NamespaceKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds checkpoints that were put beside another head.
 *
 * <p>A running graph builds on the newest checkpoint of its namespace; one that builds on an older
 * one was overtaken by another writer. Forks and updates by people go to older checkpoints on
 * purpose.
 */
final class Heads {

  private static final Set<String> RUNNING = Set.of("loop", "input");

  private final Set<NamespaceKey> places = new LinkedHashSet<>();
  private final Map<NamespaceKey, String> heads = new HashMap<>();

  Heads(List<Append> group) {
    for (Append append : group) {
      if (append instanceof CheckpointPut put) {
        places.add(put.key().place());
      }
    }
  }

  Columns columns(Assigned lives) {
    var columns = new Columns(Long.class, String.class);
    places.forEach(
        place -> columns.add(lives.of(place.thread()).number(), place.namespace().value()));
    return columns;
  }

  /** The heads before the group, in the order of {@link #columns}. */
  void before(@Nullable String[] found) {
    int next = 0;
    for (NamespaceKey place : places) {
      String head = found[next++];
      if (head != null) {
        heads.put(place, head);
      }
    }
  }

  /**
   * Puts {@code put} on top of what was put before it; returns whether it stands beside another
   * head.
   */
  boolean put(CheckpointPut put) {
    String id = put.key().id().value();
    String head = heads.get(put.key().place());
    heads.merge(
        put.key().place(),
        id,
        (one, other) -> Utf8Order.INSTANCE.compare(one, other) < 0 ? other : one);
    CheckpointId parent = put.parent();
    boolean onTop =
        head == null || head.equals(id) || (parent != null && head.equals(parent.value()));
    return !onTop
        && put.metadata().entries().get("source") instanceof String source
        && RUNNING.contains(source);
  }
}
