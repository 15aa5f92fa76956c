package dev.holdfast.postgres.store.index;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.IndexJob;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Jobs as rows. */
final class JobRows {

  private JobRows() {}

  static IndexJob job(Row row) {
    return new IndexJob(
        row.getLong("id"),
        new TenantId(row.getString("tenant_id")),
        IndexJob.Kind.valueOf(upper(row, "kind")),
        IndexJob.State.valueOf(upper(row, "state")),
        row.getLong("seen"),
        row.getLong("enqueued"),
        result(row),
        row.getString("code"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  static ClaimedJob claimed(Row row) {
    return new ClaimedJob(
        job(row),
        row.getLong("fencing"),
        row.getString("language") == null ? null : IndexRows.definition(row),
        ClaimedJob.Phase.valueOf(upper(row, "phase")),
        Duration.of(row.getLong("since_enqueued"), ChronoUnit.MICROS));
  }

  private static @Nullable IndexStatus result(Row row) {
    Long items = row.getLong("items");
    if (items == null) {
      return null;
    }
    long indexed = row.getLong("indexed");
    long failed = row.getLong("failed");
    return new IndexStatus(
        items,
        indexed,
        items - indexed - failed,
        failed,
        row.getLong("waiting"),
        Duration.of(row.getLong("oldest"), ChronoUnit.MICROS));
  }

  private static String upper(Row row, String column) {
    return row.getString(column).toUpperCase(Locale.ROOT);
  }
}
