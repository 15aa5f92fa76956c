package dev.holdfast.postgres.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.WorkflowKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a claim gave: a row for each signal, those of a lane one behind the other. */
final class ClaimedLanes {

  private final List<ClaimedLane> lanes = new ArrayList<>();
  private final List<QueuedSignal> signals = new ArrayList<>();
  private @Nullable Row first;

  private ClaimedLanes() {}

  static List<ClaimedLane> of(RowSet<Row> rows) {
    var claimed = new ClaimedLanes();
    rows.forEach(claimed::add);
    claimed.end();
    return claimed.lanes;
  }

  private void add(Row row) {
    if (first == null || !SignalRows.workflow(first).equals(SignalRows.workflow(row))) {
      end();
      first = row;
    }
    if (row.getLong("id") != null) {
      signals.add(SignalRows.queued(row));
    }
  }

  private void end() {
    if (first != null) {
      WorkflowKey workflow = SignalRows.workflow(first);
      lanes.add(
          new ClaimedLane(
              workflow,
              first.getLong("fencing"),
              first.getLong("first"),
              source(first.getString("epoch"), workflow.tenant().value()),
              first.getInteger("failures"),
              first.getInteger("expired"),
              Duration.ofMillis(first.getLong("late_ms")),
              formed(first),
              signals));
      signals.clear();
    }
  }

  /** At most 64 characters, and nothing that tells the tenant's name to workers of others. */
  private static String source(String epoch, String tenant) {
    UUID hash = UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8));
    return epoch.replace("-", "") + "/" + hash.toString().replace("-", "").substring(0, 16);
  }

  private static @Nullable FormedBatch formed(Row row) {
    Long[] ids = row.getArrayOfLongs("signal_ids");
    if (ids == null) {
      return null;
    }
    Buffer envelope = row.getBuffer("envelope");
    return new FormedBatch(
        List.of(ids),
        row.getString("batch_request"),
        row.getLong("batch_first"),
        envelope == null ? null : Bytes.owned(envelope.getBytes()));
  }
}
