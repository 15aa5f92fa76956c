package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.lane.Forming;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends what was formed of one lane: at most one call at a time, none after the lease. */
final class LaneDelivery {

  /** Between the end of the last call and the end of the lease. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final SignalTransport transport;
  private final Envelopes envelopes;
  private final Forming forming;
  private final Ticker ticker;
  private final InstantSource clock;
  private final DeliveryObserver observer;
  private final Pauses pauses;
  private final Duration call;

  LaneDelivery(
      SignalTransport transport,
      Envelopes envelopes,
      Ticker ticker,
      InstantSource clock,
      DeliveryObserver observer,
      Pauses pauses,
      Duration call) {
    this.transport = transport;
    this.envelopes = envelopes;
    this.forming = new Forming(envelopes);
    this.ticker = ticker;
    this.clock = clock;
    this.observer = observer;
    this.pauses = pauses;
    this.call = call;
  }

  /** A lane that gives back what it has, untouched. */
  Settlement untouched(ClaimedLane lane) {
    return new Attempt(lane, pauses).settlement();
  }

  /**
   * Sends {@code batch}, which is written down, and says what came of it.
   *
   * @param leaseEndNanos moment of the ticker at which somebody else may have the lane
   */
  CompletionStage<Settlement> send(ClaimedLane lane, FormedBatch batch, long leaseEndNanos) {
    List<QueuedSignal> signals = Forming.signals(lane, batch);
    var attempt = new Attempt(lane, pauses);
    CompletionStage<Void> done =
        batch.envelope() == null
            ? next(batch, signals, 0, attempt, leaseEndNanos)
            : new Pieces(lane, attempt, leaseEndNanos).send(batch, signals.size());
    return done.thenApply(all -> told(attempt.settlement(), signals));
  }

  private Settlement told(Settlement settlement, List<QueuedSignal> signals) {
    for (QueuedSignal signal : signals) {
      DeadReason reason = settlement.dead().get(signal.id());
      if (reason != null) {
        observer.died(signal, reason);
      }
    }
    return settlement;
  }

  /** One call after the other; those that would not have their whole time wait again. */
  private CompletionStage<Void> next(
      FormedBatch batch, List<QueuedSignal> signals, int place, Attempt attempt, long leaseEnd) {
    if (place == signals.size()) {
      return CompletableFuture.completedFuture(null);
    }
    QueuedSignal signal = signals.get(place);
    if (place > 0 && left(leaseEnd).compareTo(call) < 0) {
      attempt.outOfTime(batch, signal);
      return CompletableFuture.completedFuture(null);
    }
    return call(Calls.of(batch, signal), List.of(signal), leaseEnd)
        .thenCompose(
            outcome ->
                attempt.single(batch, signal, outcome, clock.instant())
                    ? next(batch, signals, place + 1, attempt, leaseEnd)
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<CallOutcome> call(
      SignalCall asked, List<QueuedSignal> signals, long leaseEnd) {
    Duration left = left(leaseEnd);
    if (left.isNegative()) {
      return CompletableFuture.completedFuture(CallOutcome.NOT_CALLED);
    }
    long begun = ticker.nanos();
    return transport
        .send(asked, left.compareTo(call) < 0 ? left : call)
        .thenApply(
            outcome -> {
              observer.called(
                  asked.workflow().namespace(), signals.size(), outcome, ticker.nanos() - begun);
              if (outcome == CallOutcome.DELIVERED) {
                signals.forEach(observer::delivered);
              }
              return outcome;
            });
  }

  private Duration left(long leaseEndNanos) {
    return Duration.ofNanos(leaseEndNanos - ticker.nanos()).minus(MARGIN);
  }

  /**
   * A batch in its envelope; if that is too large, in parts. They keep their numbers and go before
   * anything else of the lane: an earlier call may have arrived, and a worker knows the numbers.
   */
  private final class Pieces {
    private final ClaimedLane lane;
    private final Attempt attempt;
    private final long leaseEnd;

    Pieces(ClaimedLane lane, Attempt attempt, long leaseEnd) {
      this.lane = lane;
      this.attempt = attempt;
      this.leaseEnd = leaseEnd;
    }

    /** Sends the first {@code size} signals of what is left, then the others. */
    CompletionStage<Void> send(FormedBatch rest, int size) {
      FormedBatch piece = forming.part(lane, rest, 0, Math.min(size, rest.signalIds().size()));
      List<QueuedSignal> signals = Forming.signals(lane, piece);
      return call(Calls.ofEnvelope(lane, piece), signals, leaseEnd)
          .thenCompose(outcome -> answered(rest, piece, signals, outcome));
    }

    private CompletionStage<Void> answered(
        FormedBatch rest, FormedBatch piece, List<QueuedSignal> signals, CallOutcome outcome) {
      int size = signals.size();
      if (outcome == CallOutcome.TOO_LARGE && size > 1) {
        return inTime(rest, size / 2);
      }
      if (outcome.passes()) {
        attempt.again(rest, outcome);
        return CompletableFuture.completedFuture(null);
      }
      boolean isDelivered = outcome == CallOutcome.DELIVERED;
      if (isDelivered) {
        envelopes.delivered(lane.workflow(), Forming.source(piece), piece.first() + size - 1);
      }
      int left = rest.signalIds().size() - size;
      return attempt.settled(signals, outcome, clock.instant()) && left > 0
          ? inTime(forming.part(lane, rest, size, left), isDelivered ? 2 * size : left)
          : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> inTime(FormedBatch rest, int size) {
      if (left(leaseEnd).compareTo(call) >= 0) {
        return send(rest, size);
      }
      attempt.later(rest);
      return CompletableFuture.completedFuture(null);
    }
  }
}
