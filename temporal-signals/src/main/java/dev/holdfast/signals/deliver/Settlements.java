package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Writes down what became of lanes, those that end at the same time together. */
final class Settlements {

  private static final GroupLimits LIMITS =
      new GroupLimits(1, 2000, 8 << 20, 1_000_000, 1L << 30, Duration.ofSeconds(1), 5);

  private final GroupCommit<Settlement, Optional<Duration>> commits;
  private final Ticker ticker;

  Settlements(SignalOutbox outbox, Ticker ticker) {
    this.ticker = ticker;
    this.commits =
        new GroupCommit<>(
            LIMITS,
            group -> outbox.settle(group).thenApply(Settlements::done),
            new Size(),
            ticker,
            GroupObserver.SILENT);
  }

  private static List<Outcome<Optional<Duration>>> done(List<Optional<Duration>> due) {
    List<Outcome<Optional<Duration>>> outcomes = new ArrayList<>(due.size());
    due.forEach(one -> outcomes.add(new Outcome.Done<>(one)));
    return outcomes;
  }

  /** Completes with when the lane is due again, if it is. */
  CompletionStage<Optional<Duration>> settle(Settlement settlement, Duration within) {
    return commits.submit(0, settlement, ticker.nanos() + within.toNanos());
  }

  private static final class Size implements Weigher<Settlement> {
    @Override
    public int rows(Settlement settlement) {
      return 1 + settlement.delivered().size() + settlement.dead().size();
    }

    @Override
    public long bytes(Settlement settlement) {
      var resend = settlement.resend();
      return resend == null || resend.envelope() == null ? 0 : resend.envelope().length();
    }
  }
}
