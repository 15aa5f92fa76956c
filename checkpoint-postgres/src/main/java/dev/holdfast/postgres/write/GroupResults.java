package dev.holdfast.postgres.write;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the statements of a group answered, and what that means for each of its operations. */
final class GroupResults {

  private record Key(long incarnation, String ns, String id) {}

  /** For each key an answer for each wave that held it: inserted, replaced or left as it was. */
  private final Map<Key, Deque<Appended.Status>> statuses = new HashMap<>();

  /** The answer of one wave of checkpoints. */
  void checkpoints(Columns wave, RowSet<Row> stored) {
    Map<Key, Appended.Status> found = new HashMap<>();
    for (Row row : stored) {
      Key key = new Key(row.getLong("incarnation"), row.getString("ns"), row.getString("id"));
      found.put(
          key, row.getBoolean("inserted") ? Appended.Status.INSERTED : Appended.Status.REPLACED);
    }
    wave.forEach(
        row -> {
          Key key = new Key((Long) row[0], (String) row[1], (String) row[2]);
          statuses
              .computeIfAbsent(key, absent -> new ArrayDeque<>())
              .add(found.getOrDefault(key, Appended.Status.UNCHANGED));
        });
  }

  /** One outcome for each operation of {@code group}, all of which are committed. */
  List<Outcome<Appended>> outcomes(
      List<Append> group, Assigned lives, BlobRows blobs, Heads heads) {
    List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
    for (Append append : group) {
      Incarnation life = lives.of(append.key().thread());
      outcomes.add(
          new Outcome.Done<>(
              append instanceof CheckpointPut put
                  ? new Appended.CheckpointStored(
                      life, status(put, life), heads.put(put), blobs.checksums(put))
                  : new Appended.WritesStored(life)));
    }
    return outcomes;
  }

  private Appended.Status status(CheckpointPut put, Incarnation life) {
    Key key = new Key(life.number(), put.key().place().namespace().value(), put.key().id().value());
    Deque<Appended.Status> waves = statuses.get(key);
    return waves == null ? Appended.Status.UNCHANGED : waves.remove();
  }
}
