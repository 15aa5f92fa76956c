package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** What the function answered for a wave, and what that means for each of its appends. */
final class WaveResults {

  private record Key(long incarnation, String ns, String id) {}

  private final Wave wave;
  private final Assigned lives;
  private final Map<Key, Appended.Status> stored = new HashMap<>();
  private final long insertedBlobs;

  WaveResults(Wave wave, Assigned lives, Row row) {
    this.wave = wave;
    this.lives = lives;
    this.insertedBlobs = row.getLong("inserted_blobs");
    String[] heads = row.getArrayOfStrings("heads");
    if (heads != null) {
      wave.heads.before(heads);
    }
    Long[] incarnations = row.getArrayOfLongs("stored_incarnations");
    if (incarnations != null) {
      stored(row, incarnations);
    }
  }

  private void stored(Row row, Long[] incarnations) {
    String[] namespaces = row.getArrayOfStrings("stored_namespaces");
    String[] ids = row.getArrayOfStrings("stored_ids");
    Boolean[] fresh = row.getArrayOfBooleans("stored_new");
    for (int i = 0; i < incarnations.length; i++) {
      stored.put(
          new Key(incarnations[i], namespaces[i], ids[i]),
          fresh[i] ? Appended.Status.INSERTED : Appended.Status.REPLACED);
    }
  }

  /**
   * Whether some of the wave's values were stored before, so that their bytes may differ from the
   * sender's.
   */
  boolean someValuesWereThere() {
    return insertedBlobs < wave.blobs.sent.size();
  }

  /** Adds what each append of the wave did. */
  void addTo(IdentityHashMap<Append, Appended> results) {
    for (Append append : wave.appends) {
      Incarnation life = lives.of(append.key().thread());
      results.put(
          append,
          append instanceof CheckpointPut put
              ? checkpoint(put, life)
              : new Appended.WritesStored(life));
    }
  }

  private Appended checkpoint(CheckpointPut put, Incarnation life) {
    Key key = new Key(life.number(), put.key().place().namespace().value(), put.key().id().value());
    Appended.Status status = stored.getOrDefault(key, Appended.Status.UNCHANGED);
    return new Appended.CheckpointStored(
        life, status, wave.heads.put(put), wave.blobs.checksums(put));
  }
}
