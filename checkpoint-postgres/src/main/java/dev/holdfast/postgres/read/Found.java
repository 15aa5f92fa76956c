package dev.holdfast.postgres.read;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.record.PendingWrites;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as rows tell it.
 *
 * @param key its key
 * @param parent the one it was derived from
 * @param incarnation of its thread
 * @param depth its place in the answer
 * @param metadata JSON
 * @param state what its record says
 * @param record its record
 * @param writes the records that hold its pending writes
 */
record Found(
    CheckpointKey key,
    @Nullable CheckpointId parent,
    long incarnation,
    long depth,
    String metadata,
    StoredState state,
    StoredRecord record,
    List<StoredRecord> writes) {

  List<PendingWrite> pending() {
    return PendingWrites.of(writes);
  }

  CheckpointRow row(Contents contents) {
    var exact = state.exactMetadata();
    CheckpointMetadata read = MetadataJson.read(metadata, exact == null ? null : exact.array());
    return new CheckpointRow(
        key,
        parent,
        new Incarnation(incarnation),
        state.versions(),
        state.empty(),
        read,
        state.skeleton().read(contents),
        pending());
  }

  /** Bytes that it takes in a page beside its values, roughly. */
  long ownBytes() {
    long sum = (long) metadata.length() + state.skeleton().length();
    for (StoredRecord one : writes) {
      sum += PendingWrites.bytes(one);
    }
    return sum;
  }
}
