package dev.holdfast.postgres.write;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.postgres.json.VersionJson;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks which bytes are kept for values that were not all new: the first stay, so they may not be
 * the sender's.
 */
final class KeptChecksums {

  private record Asked(int place, ChannelName channel) {}

  private final Pool pool;
  private final ThreadColumns threads;
  private final Columns values =
      new Columns(Integer.class, String.class, String.class, String.class);
  private final List<Asked> asked = new ArrayList<>();

  KeptChecksums(Pool pool, GroupRows rows) {
    this.pool = pool;
    this.threads = rows.threads;
    for (GroupRows.Sent sent : rows.sent) {
      sent.checksums().keySet().forEach(channel -> ask(sent.place(), sent.put(), channel));
    }
  }

  private void ask(int place, CheckpointPut put, ChannelName channel) {
    asked.add(new Asked(place, channel));
    values.add(
        threads.number(put.key().thread()),
        put.key().place().namespace().value(),
        channel.value(),
        VersionJson.scalar(GroupRows.version(put, channel)));
  }

  /** Checksums by place in the group and channel. */
  Future<Map<Integer, Map<ChannelName, Checksum>>> read() {
    return pool.preparedQuery(AppendSql.KEPT_CHECKSUMS)
        .execute(values.after(threads))
        .map(this::collect);
  }

  private Map<Integer, Map<ChannelName, Checksum>> collect(RowSet<Row> rows) {
    Map<Integer, Map<ChannelName, Checksum>> kept = new HashMap<>();
    asked.forEach(one -> kept.put(one.place(), new HashMap<>()));
    for (Row row : rows) {
      Buffer checksum = row.getBuffer("checksum");
      Asked one = asked.get(row.getInteger("n") - 1);
      if (checksum != null) {
        kept.computeIfAbsent(one.place(), place -> new HashMap<>())
            .put(one.channel(), Checksum.of(checksum.getBytes()));
      }
    }
    return kept;
  }
}
