package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDigest;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A signal that was accepted, whatever became of it. */
final class StoredSignal {
  final long id;
  final Signal signal;
  final Bytes digest;
  final @Nullable String requestId;
  final Instant acceptedAt;
  final Instant dueAt;
  @Nullable Instant expireAt;
  SignalState state = SignalState.QUEUED;
  int attempts;
  @Nullable Instant settledAt;
  @Nullable DeadReason reason;
  @Nullable String note;
  boolean goesFirst;

  StoredSignal(
      long id, Signal signal, @Nullable String requestId, Instant acceptedAt, Duration linger) {
    this.id = id;
    this.signal = signal;
    this.digest = SignalDigest.of(signal);
    this.requestId = requestId;
    this.acceptedAt = acceptedAt;
    Instant notBefore = signal.notBefore();
    Instant due = acceptedAt.plus(linger);
    this.dueAt = notBefore != null && notBefore.isAfter(due) ? notBefore : due;
    this.expireAt = signal.expireAt();
  }

  boolean waits() {
    return state == SignalState.QUEUED;
  }

  boolean holds() {
    return state == SignalState.DEAD && signal.holds();
  }

  boolean mayGo(Instant now) {
    Instant notBefore = signal.notBefore();
    return notBefore == null || !notBefore.isAfter(now);
  }

  boolean expired(Instant now) {
    return expireAt != null && !expireAt.isAfter(now);
  }

  void settle(SignalState became, Instant now) {
    state = became;
    settledAt = now;
  }

  /** Lower goes earlier. */
  long rank(Instant now, Duration aging) {
    Duration waited = Duration.between(acceptedAt, now);
    return goesFirst
        ? Long.MIN_VALUE
        : signal.priority().level() - Math.floorDiv(waited.toNanos(), aging.toNanos());
  }

  QueuedSignal queued(int batchAttempts) {
    return new QueuedSignal(id, signal, acceptedAt, requestId, attempts + batchAttempts);
  }

  SignalStatus status(@Nullable Instant formedAt, int batchAttempts) {
    SignalPriority priority = signal.priority();
    SignalState seen = waits() && formedAt != null ? SignalState.FORMED : state;
    return new SignalStatus(
        id,
        signal.workflow(),
        signal.runId(),
        signal.name(),
        priority,
        seen,
        attempts + batchAttempts,
        acceptedAt,
        waits() ? formedAt : null,
        settledAt,
        reason,
        note);
  }
}
