package dev.holdfast.postgres.signal;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.core.signal.WorkflowKey;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads rows of signals. */
final class SignalRows {

  private SignalRows() {}

  static WorkflowKey workflow(Row row) {
    return new WorkflowKey(
        new TenantId(row.getString("tenant_id")),
        row.getString("namespace"),
        row.getString("workflow_id"));
  }

  static QueuedSignal queued(Row row) {
    SignalBody body = SignalBody.decoded(row.getBuffer("body").getBytes());
    var signal =
        new Signal(
            workflow(row),
            row.getString("run_id"),
            row.getString("name"),
            body.arguments(),
            body.headers(),
            priority(row),
            row.getString("idempotency_key"),
            moment(row, "not_before"),
            moment(row, "expire_at"),
            body.start(),
            row.getBoolean("fence"),
            row.getBoolean("holds"),
            Duration.of(row.getLong("grace"), ChronoUnit.MICROS));
    return new QueuedSignal(
        row.getLong("id"),
        signal,
        row.getOffsetDateTime("accepted_at").toInstant(),
        row.getString("request_id"),
        row.getInteger("attempts"));
  }

  static SignalStatus status(Row row) {
    String reason = row.getString("reason");
    return new SignalStatus(
        row.getLong("id"),
        workflow(row),
        row.getString("run_id"),
        row.getString("name"),
        priority(row),
        state(row.getString("state")),
        row.getInteger("attempts"),
        row.getOffsetDateTime("accepted_at").toInstant(),
        moment(row, "formed_at"),
        moment(row, "settled_at"),
        reason == null
            ? null
            : DeadReason.valueOf(reason.toUpperCase(Locale.ROOT).replace('-', '_')),
        row.getString("note"));
  }

  static SignalState state(String text) {
    return SignalState.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static SignalPriority priority(Row row) {
    return SignalPriority.of(row.getShort("priority"));
  }

  private static @Nullable Instant moment(Row row, String column) {
    OffsetDateTime moment = row.getOffsetDateTime(column);
    return moment == null ? null : moment.toInstant();
  }
}
