package dev.holdfast.postgres.read;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Layouts;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.Head;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.record.StoredRecord;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the records that one answer is made of, and puts values together. */
final class Assembly {

  final Gathered gathered = new Gathered();

  private final SqlClient client;
  private final Records records;

  Assembly(SqlClient client, Records records) {
    this.client = client;
    this.records = records;
  }

  /** The layouts of the values of {@code found}, once {@link #homes} are here. */
  Map<ChannelName, Layout> layouts(Found found) {
    return gathered.layouts(found.incarnation(), found.state());
  }

  /** What a record of the thread says, if it is in memory. */
  Optional<Head> inMemory(RecordKey key) {
    return records.inMemory(key).map(StoredRecord::readHead);
  }

  /** Brings what tells the layouts. */
  Future<Void> homes(List<Found> found) {
    Set<RecordKey> homes = new HashSet<>();
    found.forEach(one -> homes.addAll(Gathered.homes(one.incarnation(), one.state())));
    return gather(homes);
  }

  /** Brings the bytes of {@code layouts} of one thread. */
  Future<Void> bytes(long incarnation, Collection<Layout> layouts) {
    return gather(Gathered.owners(incarnation, layouts));
  }

  /** Fails with {@link Vanished} if some are not there any more. */
  Future<Void> gather(Collection<RecordKey> keys) {
    return records
        .gather(client, gathered, keys)
        .compose(
            done ->
                gathered.missing(keys).isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new Vanished()));
  }

  /** A value whose bytes are here. */
  Blob value(long incarnation, Layout layout) {
    return new Blob(
        layout.codec(),
        Layouts.value(layout, gathered.contents(incarnation))
            .orElseThrow(
                () -> new Failure.Plain(Code.INTERNAL, "a stored value is not what was put")));
  }
}
