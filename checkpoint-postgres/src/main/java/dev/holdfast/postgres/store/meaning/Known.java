package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.store.ItemKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * Vectors of an item, as long as it has this revision.
 *
 * @param revision of the item; never used again
 * @param index the number of the index that they were made for
 * @param key the item's name
 * @param updatedAt of the put that gave the revision
 * @param vectors one or more, all of the same dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Known(long revision, long index, ItemKey key, Instant updatedAt, float[][] vectors) {

  private static final int OBJECTS = 300;

  /** Before the numbers of an array of one dimension as Postgres sends it. */
  private static final int HEADER = 20;

  /** A number and, before it, its length. */
  private static final int NUMBER = 8;

  static Known of(long index, int dimensions, Row row) {
    Buffer arrays = row.getBuffer("embeddings");
    int length = HEADER + NUMBER * dimensions;
    float[][] vectors = new float[arrays.length() / length][dimensions];
    for (int v = 0; v < vectors.length; v++) {
      int at = v * length + HEADER + NUMBER / 2;
      for (int i = 0; i < dimensions; i++, at += NUMBER) {
        vectors[v][i] = arrays.getFloat(at);
      }
    }
    return new Known(row.getLong("revision"), index, Hit.key(row), Hit.updatedAt(row), vectors);
  }

  /** What it takes in memory, about. */
  long bytes() {
    long bytes = OBJECTS + 2L * key.key().length();
    for (String label : key.namespace().labels()) {
      bytes += OBJECTS / 4 + 2L * label.length();
    }
    for (float[] vector : vectors) {
      bytes += 16 + 4L * vector.length;
    }
    return bytes;
  }
}
