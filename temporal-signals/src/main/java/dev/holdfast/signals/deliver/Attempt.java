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
  private @Nullable FormedBatch resend;
  private Duration pause = Duration.ZERO;

  Attempt(ClaimedLane lane, Pauses pauses) {
    this.lane = lane;
    this.pauses = pauses;
  }

  /** Takes what came of one signal's call; whether the next one may be sent. */
  boolean single(FormedBatch batch, QueuedSignal signal, CallOutcome outcome, Instant now) {
    if (outcome == CallOutcome.DELIVERED) {
      delivered.add(signal.id());
      return true;
    }
    if (outcome.passes()) {
      resend = new FormedBatch(List.of(signal.id()), batch.requestId(), 0, null);
      pause = pauses.after(outcome, lane.failures());
      return false;
    }
    return gaveUp(signal, outcome, now);
  }

  /** Takes what came of the call of a whole batch. */
  void batch(FormedBatch batch, List<QueuedSignal> signals, CallOutcome outcome, Instant now) {
    if (outcome == CallOutcome.DELIVERED) {
      delivered.addAll(batch.signalIds());
    } else if (outcome.passes()) {
      resend = batch;
      pause = pauses.after(outcome, lane.failures());
    } else {
      for (QueuedSignal signal : signals) {
        if (!gaveUp(signal, outcome, now)) {
          return; // those behind it wait with it
        }
      }
    }
  }

  /** Sends a part of what was too large, with the numbers that it had. */
  void smaller(FormedBatch half) {
    resend = half;
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
    return new Settlement(lane.workflow(), lane.fencing(), delivered, dead, resend, pause);
  }
}
