package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.signals.lane.Forming;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.Envelopes.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what waits in the outbox, lane by lane. Woken after a commit and by a timer: a wake-up
 * that is lost costs only time. Several replicas may do so at once.
 */
public final class Delivery {

  private final SignalOutbox outbox;
  private final Envelopes envelopes;
  private final Forming forming;
  private final LaneDelivery lanes;
  private final Settlements settlements;
  private final DeliveryLimits limits;
  private final Ticker ticker;
  private final Timers timers;
  private final String owner;
  private final DeliveryObserver observer;
  private final Numbers numbers = new Numbers();
  private final Courtesy courtesy;
  private final Busy busy;
  private final Wakes wakes;

  /**
   * A delivery that has not begun.
   *
   * @param owner names this replica among those that share the outbox
   */
  public Delivery(
      SignalOutbox outbox,
      DeliveryWays ways,
      DeliveryLimits limits,
      Ticker ticker,
      Timers timers,
      String owner) {
    this.outbox = outbox;
    this.envelopes = ways.envelopes();
    this.forming = new Forming(envelopes);
    this.lanes = ways.lanes(ticker, limits);
    this.settlements = new Settlements(outbox, ticker);
    this.limits = limits;
    this.ticker = ticker;
    this.timers = timers;
    this.owner = owner;
    this.observer = ways.observer();
    this.courtesy = ways.courtesy();
    this.busy = new Busy(courtesy::lanes);
    this.wakes = new Wakes(ticker, timers);
  }

  /** Looks for lanes from now on. */
  public void start() {
    poll();
  }

  private void poll() {
    wake();
    if (!busy.stopped()) {
      timers.in(limits.poll(), this::poll);
    }
  }

  /** Looks for lanes when {@code delay} is over; what is later than the next poll is left to it. */
  public void wakeIn(Duration delay) {
    if (delay.isZero()) {
      wake();
    } else if (delay.compareTo(limits.poll()) <= 0) {
      wakes.in(delay, this::wake);
    }
  }

  /** Looks for lanes now; if it is looking already, once more afterwards. */
  public void wake() {
    int free = busy.beginLooking();
    if (free == 0) {
      return;
    }
    long leaseEnd = ticker.nanos() + limits.lease().toNanos();
    outbox
        .claim(owner, free, limits.lease(), limits.lane())
        .whenComplete(
            (claimed, failure) -> {
              tell("claim", failure);
              List<ClaimedLane> found = claimed == null ? List.of() : claimed;
              courtesy.late(late(found));
              boolean again = busy.endLooking(found.size(), found.size() == free);
              deliver(found, leaseEnd);
              if (again) {
                wake();
              }
            });
  }

  private static Duration late(List<ClaimedLane> claimed) {
    return claimed.stream()
        .map(ClaimedLane::late)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** No lane is claimed any more; completes when those that are under way are given back. */
  public CompletionStage<Void> stop() {
    return busy.stop();
  }

  private void deliver(List<ClaimedLane> claimed, long leaseEnd) {
    boolean copied = numbers.given(claimed);
    List<Fresh> known = new ArrayList<>();
    for (ClaimedLane lane : claimed) {
      if (lane.expired() > 0) {
        observer.expired(lane.workflow().namespace(), lane.expired());
      }
      FormedBatch formed = lane.formed();
      if (formed != null) {
        run(() -> lanes.send(lane, formed, leaseEnd));
      } else if (lane.signals().isEmpty()) {
        run(() -> CompletableFuture.completedFuture(lanes.untouched(lane)));
      } else {
        CompletionStage<Way> asked =
            copied ? CompletableFuture.completedFuture(Way.NEW_EPOCH) : envelopes.way(lane);
        CompletableFuture<Way> way = asked.toCompletableFuture();
        if (way.isDone()) {
          known.add(new Fresh(lane, way.getNow(Way.ONE_BY_ONE)));
        } else { // who has to ask keeps nobody else waiting
          asked.thenAccept(told -> form(List.of(new Fresh(lane, told)), leaseEnd));
        }
      }
    }
    form(known, leaseEnd);
  }

  /** Those that are ready together are written down together. */
  private void form(List<Fresh> ready, long leaseEnd) {
    renew(ready.stream().filter(one -> one.way() == Way.NEW_EPOCH).toList());
    List<ClaimedLane> lanes = new ArrayList<>();
    List<SignalOutbox.Formed> batches = new ArrayList<>();
    for (Fresh fresh : ready.stream().filter(one -> one.way() != Way.NEW_EPOCH).toList()) {
      try {
        batches.add(formed(fresh));
        lanes.add(fresh.lane());
      } catch (RuntimeException unformed) { // a fault of ours: that lane waits for its lease, alone
        tell("form", unformed);
        over();
      }
    }
    if (!batches.isEmpty()) {
      form(lanes, batches, leaseEnd);
    }
  }

  private void form(List<ClaimedLane> fresh, List<SignalOutbox.Formed> batches, long leaseEnd) {
    outbox
        .form(batches)
        .whenComplete(
            (held, failure) -> {
              tell("form", failure);
              for (int i = 0; i < batches.size(); i++) {
                ClaimedLane lane = fresh.get(i);
                FormedBatch batch = batches.get(i).batch();
                if (failure != null) {
                  // Nobody knows whether it is written down: the lease ends, and then it is seen.
                  over();
                } else if (held.get(i)) {
                  run(() -> lanes.send(lane, batch, leaseEnd));
                } else {
                  run(() -> CompletableFuture.completedFuture(lanes.untouched(lane)));
                }
              }
            });
  }

  /** Begins a new epoch; the next claim of the lanes has a source that nobody has seen. */
  private void renew(List<Fresh> old) {
    if (!old.isEmpty()) {
      CompletionStage<Void> renewed = outbox.renewEpoch();
      old.forEach(one -> run(() -> renewed.thenApply(begun -> lanes.untouched(one.lane()))));
    }
  }

  private SignalOutbox.Formed formed(Fresh fresh) {
    ClaimedLane lane = fresh.lane();
    FormedBatch batch = forming.form(lane, fresh.way() == Way.TOGETHER);
    return new SignalOutbox.Formed(lane.workflow(), lane.fencing(), batch);
  }

  /** If settling failed, the lease ends, and what was formed is sent again. */
  private void run(Supplier<CompletionStage<Settlement>> sending) {
    CompletableFuture.completedStage(sending)
        .thenCompose(Supplier::get)
        .thenCompose(settlement -> settlements.settle(settlement, limits.lease()))
        .whenComplete(
            (due, failure) -> {
              tell("settle", failure);
              over();
              if (due != null) {
                due.ifPresent(this::wakeIn);
              }
            });
  }

  private void tell(String statement, @Nullable Throwable failure) {
    if (failure != null) {
      observer.failed(statement);
    }
  }

  private void over() {
    if (busy.ended()) {
      wake();
    }
  }

  private record Fresh(ClaimedLane lane, Way way) {}
}
