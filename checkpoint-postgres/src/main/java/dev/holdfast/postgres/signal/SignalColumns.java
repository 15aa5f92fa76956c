package dev.holdfast.postgres.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDigest;
import dev.holdfast.core.signal.SignalOutbox.Formed;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.postgres.statement.Columns;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What goes into the statements about signals. */
final class SignalColumns {

  private SignalColumns() {}

  static Tuple accepted(List<AcceptedSignal> signals) {
    var columns =
        new Columns(
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Short.class,
            String.class,
            Buffer.class,
            Long.class,
            String.class,
            Buffer.class,
            String.class,
            Boolean.class,
            Boolean.class,
            Long.class,
            Long.class,
            OffsetDateTime.class,
            OffsetDateTime.class);
    signals.forEach(signal -> add(columns, signal));
    return columns.tuple();
  }

  private static void add(Columns columns, AcceptedSignal accepted) {
    Signal signal = accepted.signal();
    var body = new SignalBody(signal.arguments(), signal.headers(), signal.start());
    columns.add(
        signal.workflow().tenant().value(),
        signal.workflow().namespace(),
        signal.workflow().workflowId(),
        signal.runId(),
        signal.name(),
        (short) signal.priority().level(),
        (accepted.delivered() ? SignalState.DELIVERED : SignalState.QUEUED).text(),
        Buffer.buffer(accepted.delivered() ? new byte[0] : body.encoded()),
        signal.length(),
        signal.idempotencyKey(),
        Buffer.buffer(SignalDigest.of(signal).array()),
        accepted.requestId(),
        signal.fence(),
        signal.holds(),
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(signal.grace())),
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(accepted.linger())),
        moment(signal.notBefore()),
        moment(signal.expireAt()));
  }

  static Tuple formed(List<Formed> batches) {
    var columns =
        new Columns(
            String.class,
            String.class,
            String.class,
            Long.class,
            String.class,
            String.class,
            Long.class,
            Buffer.class);
    for (Formed formed : batches) {
      WorkflowKey workflow = formed.workflow();
      FormedBatch batch = formed.batch();
      columns.add(
          workflow.tenant().value(),
          workflow.namespace(),
          workflow.workflowId(),
          formed.fencing(),
          array(batch.signalIds()),
          batch.requestId(),
          batch.first(),
          buffer(batch.envelope()));
    }
    return columns.tuple();
  }

  static Tuple settled(List<Settlement> lanes) {
    var columns =
        new Columns(
            String.class,
            String.class,
            String.class,
            Long.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Long.class,
            Buffer.class,
            Long.class);
    lanes.forEach(lane -> add(columns, lane));
    return columns.tuple();
  }

  private static void add(Columns columns, Settlement lane) {
    FormedBatch resend = lane.resend();
    List<Long> dead = List.copyOf(lane.dead().keySet());
    columns.add(
        lane.workflow().tenant().value(),
        lane.workflow().namespace(),
        lane.workflow().workflowId(),
        lane.fencing(),
        array(lane.delivered()),
        array(dead),
        array(dead.stream().map(lane.dead()::get).map(DeadReason::text).toList()),
        array(lane.tried()),
        resend == null ? null : array(resend.signalIds()),
        resend == null ? null : resend.requestId(),
        resend == null ? 0L : resend.first(),
        resend == null ? null : buffer(resend.envelope()),
        lane.pause().toMillis());
  }

  /** Text of an array: {@code unnest} would take an array of arrays apart altogether. */
  private static String array(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private static @Nullable Buffer buffer(@Nullable Bytes bytes) {
    return bytes == null ? null : Buffer.buffer(bytes.array());
  }

  private static @Nullable OffsetDateTime moment(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
