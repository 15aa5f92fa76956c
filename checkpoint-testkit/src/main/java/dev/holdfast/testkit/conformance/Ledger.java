package dev.holdfast.testkit.conformance;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.reference.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a store has to hold, as a test writes it down for itself: every value whole. */
final class Ledger {
  private static final Comparator<CheckpointKey> BY_ID =
      Comparator.comparing(key -> key.id().value(), Utf8Order.UTF8);

  final Map<CheckpointKey, Row> rows = new LinkedHashMap<>();

  /** A checkpoint; a channel without a value is one that it has empty. */
  record Row(
      @Nullable CheckpointId parent,
      String run,
      Map<ChannelName, ChannelVersion> versions,
      Map<ChannelName, Blob> values,
      List<PendingWrite> writes) {

    /** The value of a channel, null if it is empty or not there. */
    @Nullable Held held(ChannelName channel) {
      Blob blob = values.get(channel);
      return blob == null ? null : new Held(Objects.requireNonNull(versions.get(channel)), blob);
    }

    Row with(PendingWrite write) {
      List<PendingWrite> more = new ArrayList<>(writes);
      more.add(write);
      return new Row(parent, run, versions, values, more);
    }

    Row withoutParent() {
      return new Row(null, run, versions, values, writes);
    }
  }

  /** The checkpoints of a place, oldest put first. */
  List<CheckpointKey> at(NamespaceKey place) {
    return keys(key -> key.place().equals(place));
  }

  void deleteRun(String run) {
    rows.values().removeIf(row -> row.run().equals(run));
  }

  void deleteThread(ThreadKey thread) {
    rows.keySet().removeIf(key -> key.thread().equals(thread));
  }

  void copy(ThreadKey source, ThreadKey target) {
    for (CheckpointKey key : keys(key -> key.thread().equals(source))) {
      var place = new NamespaceKey(target, key.place().namespace());
      rows.put(new CheckpointKey(place, key.id()), Objects.requireNonNull(rows.get(key)));
    }
  }

  /** No channel of these tests is a delta channel. */
  void keepLatest(ThreadKey thread) {
    Map<NamespaceKey, CheckpointKey> latest = new HashMap<>();
    List<CheckpointKey> all = keys(key -> key.thread().equals(thread));
    all.stream().sorted(BY_ID).forEach(key -> latest.put(key.place(), key));
    for (CheckpointKey key : all) {
      if (!latest.containsValue(key)) {
        rows.remove(key);
        CheckpointKey left = Objects.requireNonNull(latest.get(key.place()));
        rows.computeIfPresent(
            left, (id, row) -> key.id().equals(row.parent()) ? row.withoutParent() : row);
      }
    }
  }

  private List<CheckpointKey> keys(Predicate<CheckpointKey> which) {
    return rows.keySet().stream().filter(which).toList();
  }
}
