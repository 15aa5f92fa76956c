package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.record.Head;
import dev.holdfast.postgres.record.StoredBlob;
import dev.holdfast.postgres.record.StoredCall;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.statement.Columns;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that is being made: at most one checkpoint, and writes of at most one. */
final class RecordDraft {

  final ThreadScene thread;
  final Content content;

  private final CheckpointNamespace namespace;
  private final List<StoredCall> calls = new ArrayList<>();
  private @Nullable CheckpointId writesOf;
  private @Nullable CheckpointPut put;
  private @Nullable CheckpointId parent;
  private @Nullable StoredState state;
  private boolean replaced;

  RecordDraft(ThreadScene thread, CheckpointNamespace namespace) {
    this.thread = thread;
    this.namespace = namespace;
    this.content = new Content(thread.number());
  }

  boolean takesCheckpoint() {
    return put == null;
  }

  boolean takesWritesOf(CheckpointId id) {
    return writesOf == null || writesOf.equals(id);
  }

  void add(WritesPut call) {
    writesOf = call.key().id();
    List<StoredWrite> writes = new ArrayList<>();
    for (PendingWrite write : call.writes()) {
      writes.add(
          new StoredWrite(
              write.task(), write.taskPath(), write.index(), write.channel(), add(write.blob())));
    }
    calls.add(new StoredCall(call.stamp(), writes));
  }

  StoredBlob add(Blob blob) {
    return new StoredBlob(
        blob.codec(), blob.bytes().length() == 0 ? null : content.add(blob.bytes()));
  }

  void add(CheckpointPut added, @Nullable CheckpointId firstParent, StoredState itsState) {
    put = added;
    parent = firstParent;
    state = itsState;
  }

  /** The checkpoint is put again in another record; its bytes stay where they are. */
  void replace() {
    replaced = true;
  }

  StoredRecord record() {
    return StoredRecord.of(content, new Head(state, calls));
  }

  /** Adds the row: incarnation, number, namespace, id, parent, writes_of, metadata, pack. */
  void addTo(Columns columns, byte[] pack) {
    CheckpointPut named = replaced ? null : put;
    columns.add(
        thread.life.number(),
        content.number(),
        namespace.value(),
        named == null ? null : named.key().id().value(),
        named == null || parent == null ? null : parent.value(),
        writesOf == null ? null : writesOf.value(),
        named == null ? null : MetadataJson.jsonb(named.metadata()),
        Buffer.buffer(pack));
  }
}
