package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.view.KnownCheckpoint;
import dev.holdfast.postgres.view.ThreadView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads that a group writes to: what it builds on. */
final class Scene {

  private final boolean careful;
  private final Map<ThreadKey, ThreadScene> threads = new LinkedHashMap<>();
  private final Set<ThreadKey> absent = new HashSet<>();

  /** {@code careful}: also looks whether the checkpoints that are put exist already. */
  Scene(boolean careful) {
    this.careful = careful;
  }

  @Nullable ThreadScene find(ThreadKey thread) {
    return threads.get(thread);
  }

  void add(ThreadScene thread) {
    threads.put(thread.key, thread);
  }

  List<ThreadScene> threads() {
    return List.copyOf(threads.values());
  }

  /** Whether it is clear if the thread exists. */
  boolean isClear(ThreadKey thread) {
    return threads.containsKey(thread) || absent.contains(thread);
  }

  /**
   * The thread was looked at.
   *
   * @param life null if it does not exist
   * @throws InDoubt it is not what was believed
   */
  void looked(ThreadKey thread, @Nullable Incarnation life, long last, HistoryPolicy history) {
    ThreadScene known = threads.get(thread);
    if (known != null && (!known.life.equals(life) || known.last != last)) {
      throw new InDoubt();
    }
    if (life == null) {
      absent.add(thread);
    } else if (known == null) {
      threads.put(thread, ThreadScene.of(thread, ThreadView.of(life, last, history)));
    }
  }

  /** What must be looked up before the group can be decided; nothing when it is all clear. */
  List<Question> questions(List<Append> group) {
    Set<Question> questions = new LinkedHashSet<>();
    Set<Object> coming = new HashSet<>();
    for (Append append : group) {
      ThreadKey key = append.key().thread();
      if (append instanceof CheckpointPut put && !absent.contains(key)) {
        ask(put, threads.get(key), coming, questions);
        coming.add(put.key());
      } else if (!isClear(key)) {
        questions.add(new Question(key, null, null, null));
      }
    }
    return List.copyOf(questions);
  }

  private void ask(
      CheckpointPut put,
      @Nullable ThreadScene thread,
      Set<Object> coming,
      Set<Question> questions) {
    var namespace = put.key().place().namespace();
    PlaceScene place = thread == null ? null : thread.place(namespace);
    boolean isNew = thread != null && thread.begun;
    CheckpointId own = careful && !isNew && !coming.contains(put.key()) ? put.key().id() : null;
    CheckpointId parent = isNew ? null : stored(put, parent(put, place), coming);
    if (place == null
        || !place.isClear()
        || (own != null && !place.isClear(own))
        || (parent != null && !place.isClear(parent))) {
      questions.add(new Question(put.key().thread(), namespace, own, parent));
    }
  }

  /** The parent, unless it comes with the group. */
  private static @Nullable CheckpointId stored(
      CheckpointPut put, @Nullable CheckpointId parent, Set<Object> coming) {
    return parent != null && coming.contains(new CheckpointKey(put.key().place(), parent))
        ? null
        : parent;
  }

  /** A checkpoint that is put again keeps its first parent. */
  private static @Nullable CheckpointId parent(CheckpointPut put, @Nullable PlaceScene place) {
    KnownCheckpoint own = place == null ? null : place.find(put.key().id());
    return own == null ? put.parent() : own.parent();
  }
}
