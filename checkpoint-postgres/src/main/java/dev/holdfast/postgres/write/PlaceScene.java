package dev.holdfast.postgres.write;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.postgres.view.KnownCheckpoint;
import dev.holdfast.postgres.view.PlaceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A namespace as a group finds it, and as the group changes it. */
final class PlaceScene {

  private static final Set<String> RUNNING = Set.of("loop", "input");

  /** Checkpoints remembered: the newest, and where forks and overtaken writers still are. */
  private static final int REMEMBERED = 3;

  private final Map<CheckpointId, Optional<KnownCheckpoint>> found = new LinkedHashMap<>();
  private @Nullable CheckpointId newest;
  private @Nullable RecordDraft open;

  /** Whether it is known which checkpoint is the newest, if any. */
  private boolean clear;

  /** {@code clear}: a namespace without checkpoints; otherwise one that was not looked at. */
  PlaceScene(boolean clear) {
    this.clear = clear;
  }

  PlaceScene(PlaceView view) {
    clear = true;
    newest = view.newest();
    view.checkpoints().forEach(this::learn);
  }

  /** The checkpoint exists. */
  void learn(KnownCheckpoint checkpoint) {
    found.put(checkpoint.id(), Optional.of(checkpoint));
  }

  void learnNewest(CheckpointId id) {
    newest = id;
  }

  boolean isClear() {
    return clear;
  }

  /** The namespace was looked at. */
  void looked() {
    clear = true;
  }

  /** The checkpoint was looked for; keeps what was found. */
  void looked(CheckpointId id) {
    found.putIfAbsent(id, Optional.empty());
  }

  /** Whether it is clear if the checkpoint exists. */
  boolean isClear(CheckpointId id) {
    return found.containsKey(id);
  }

  @Nullable KnownCheckpoint find(@Nullable CheckpointId id) {
    return id == null ? null : found.getOrDefault(id, Optional.empty()).orElse(null);
  }

  @Nullable KnownCheckpoint newest() {
    return find(newest);
  }

  @Nullable RecordDraft open() {
    return open;
  }

  void open(@Nullable RecordDraft draft) {
    open = draft;
  }

  /** Whether a running graph puts it beside another head: somebody else writes the thread. */
  boolean conflict(CheckpointPut put) {
    return newest != null
        && !newest.equals(put.key().id())
        && !newest.equals(put.parent())
        && put.metadata().entries().get("source") instanceof String source
        && RUNNING.contains(source);
  }

  /** The checkpoint is put. */
  void put(KnownCheckpoint checkpoint) {
    found.remove(checkpoint.id());
    learn(checkpoint);
    raise(checkpoint.id());
  }

  private void raise(CheckpointId id) {
    if (newest == null || Utf8Order.INSTANCE.compare(newest.value(), id.value()) < 0) {
      newest = id;
    }
  }

  /** What to remember for the next group. */
  PlaceView view() {
    List<KnownCheckpoint> known = new ArrayList<>();
    found.values().forEach(checkpoint -> checkpoint.ifPresent(known::add));
    List<KnownCheckpoint> last =
        new ArrayList<>(known.subList(Math.max(0, known.size() - REMEMBERED), known.size()));
    KnownCheckpoint head = newest();
    if (head != null && last.stream().noneMatch(one -> one.id().equals(head.id()))) {
      last.add(0, head);
    }
    return new PlaceView(newest, last);
  }
}
