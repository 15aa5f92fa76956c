package dev.holdfast.signals.deliver;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.signals.transport.CallOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one lane while it is delivered: outcomes in, a settlement out. */
final class Attempt {

  private static final Duration UNTIL_IT_EXISTS = Duration.ofSeconds(1);

  private final ClaimedLane lane;
  private final Pauses pauses;
  private final List<Long> delivered = new ArrayList<>();
  private final Map<Long, DeadReason> dead = new LinkedHashMap<>();
  private final List<Long> tried = new ArrayList<>();
  private @Nullable FormedBatch resend;
  private Duration pause = Duration.ZERO;

  Attempt(ClaimedLane lane, Pauses pauses) {
    this.lane = lane;
    this.pauses = pauses;
  }

  /** Takes what came of one signal's call; whether the next one may be sent. */
  boolean single(FormedBatch batch, QueuedSignal signal, CallOutcome outcome, Instant now) {
    if (outcome.passes()) {
      again(from(batch, signal), outcome);
      return false;
    }
    boolean goesOn = settled(List.of(signal), outcome, now);
    if (isTakenOver() && tried.remove(signal.id())) {
      later(from(batch, signal));
    }
    return goesOn;
  }

  /** There is no time for {@code signal} and those behind it. */
  void outOfTime(FormedBatch batch, QueuedSignal signal) {
    if (isTakenOver()) {
      later(from(batch, signal));
    }
  }

  private boolean isTakenOver() {
    return lane.formed() != null;
  }

  /**
   * What is left of a batch without an envelope. Those behind that were formed before this claim
   * stay formed: somebody else may have called them, and only the same call is not another signal.
   */
  private FormedBatch from(FormedBatch batch, QueuedSignal signal) {
    List<Long> ids = batch.signalIds();
    List<Long> left = ids.subList(ids.indexOf(signal.id()), ids.size());
    return new FormedBatch(isTakenOver() ? left : left.subList(0, 1), batch.requestId(), 0, null);
  }

  /** What is left of a batch is to be sent again, after a pause. */
  void again(FormedBatch rest, CallOutcome outcome) {
    resend = rest;
    pause = pauses.after(outcome, lane.failures());
  }

  /** What is left of a batch is to be sent when the lane is claimed next. */
  void later(FormedBatch rest) {
    resend = rest;
  }

  /** Takes what came, for good, of the call of signals; whether those behind them may go on. */
  boolean settled(List<QueuedSignal> signals, CallOutcome outcome, Instant now) {
    if (outcome == CallOutcome.DELIVERED) {
      signals.forEach(signal -> delivered.add(signal.id()));
      return true;
    }
    for (QueuedSignal signal : signals) {
      if (!gaveUp(signal, outcome, now)) {
        waitAgain(signals); // those behind it wait with it
        return false;
      }
    }
    return true;
  }

  private void waitAgain(List<QueuedSignal> signals) {
    signals.stream().map(QueuedSignal::id).filter(id -> !dead.containsKey(id)).forEach(tried::add);
  }

  /** Whether those behind it may go on. */
  private boolean gaveUp(QueuedSignal signal, CallOutcome outcome, Instant now) {
    if (outcome == CallOutcome.WORKFLOW_NOT_FOUND
        && now.isBefore(signal.acceptedAt().plus(signal.signal().grace()))) {
      pause = UNTIL_IT_EXISTS;
      return false;
    }
    dead.put(signal.id(), reason(outcome));
    return !signal.signal().holds();
  }

  private static DeadReason reason(CallOutcome outcome) {
    return switch (outcome) {
      case TOO_LARGE -> DeadReason.TOO_LARGE;
      case SIGNAL_LIMIT -> DeadReason.SIGNAL_LIMIT;
      case WORKFLOW_NOT_FOUND -> DeadReason.WORKFLOW_NOT_FOUND;
      case NAMESPACE_NOT_FOUND -> DeadReason.NAMESPACE_NOT_FOUND;
      default -> DeadReason.REFUSED;
    };
  }

  /** What is to be written down. */
  Settlement settlement() {
    return new Settlement(lane.workflow(), lane.fencing(), delivered, dead, tried, resend, pause);
  }
}
