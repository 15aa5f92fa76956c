package dev.holdfast.core.store;

import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A queue of batches that are read in rounds. Nothing blocks; callers are answered outside it. */
final class ReadLane {

  private final ReadRound round;
  private final ReadLimits limits;
  private final int mostRounds;
  private final int mostReads;

  private final Object lock = new Object();
  private final Map<StoreReads, CompletableFuture<List<StoreResult>>> waiting =
      new LinkedHashMap<>();
  private int waitingReads;
  private int underWay;

  /** How many callers are still asking what is to leave together. */
  private int holds;

  ReadLane(StoreReader reader, ReadLimits limits, int mostRounds, int mostReads) {
    this.round = new ReadRound(reader);
    this.limits = limits;
    this.mostRounds = mostRounds;
    this.mostReads = mostReads;
  }

  CompletionStage<List<StoreResult>> ask(StoreReads asked) {
    CompletableFuture<List<StoreResult>> answer;
    synchronized (lock) {
      answer = waiting.get(asked);
      if (answer == null) {
        if (waitingReads >= limits.waitingReads()) {
          return CompletableFuture.failedFuture(Failure.RetryLater.overloaded(limits.retryAfter()));
        }
        answer = new CompletableFuture<>();
        waiting.put(asked, answer);
        waitingReads += asked.reads().size();
      }
    }
    startNext();
    return answer;
  }

  /** Runs {@code asks}; what it asks leaves together. */
  void together(Runnable asks) {
    hold(1);
    try {
      asks.run();
    } finally {
      hold(-1);
      startNext();
    }
  }

  private void hold(int more) {
    synchronized (lock) {
      holds += more;
    }
  }

  private void startNext() {
    for (List<Asked> next = take(); !next.isEmpty(); next = take()) {
      List<Asked> group = next;
      round.ask(group).thenAccept(answers -> ended(group, answers));
    }
  }

  private List<Asked> take() {
    List<Asked> taken = new ArrayList<>();
    synchronized (lock) {
      if (holds > 0 || underWay == mostRounds) {
        return taken;
      }
      int reads = 0;
      var next = waiting.entrySet().iterator();
      while (next.hasNext()) {
        var entry = next.next();
        reads += entry.getKey().reads().size();
        if (!taken.isEmpty() && reads > mostReads) {
          break;
        }
        taken.add(new Asked(entry.getKey(), entry.getValue()));
        waitingReads -= entry.getKey().reads().size();
        next.remove();
      }
      underWay += taken.isEmpty() ? 0 : 1;
    }
    return taken;
  }

  private void ended(List<Asked> group, List<ReadRound.Answer> answers) {
    synchronized (lock) {
      underWay--;
    }
    startNext();
    Iterator<ReadRound.Answer> each = answers.iterator();
    group.forEach(asked -> each.next().tell(asked.answer));
  }

  /** A batch, and where its callers wait. */
  record Asked(StoreReads reads, CompletableFuture<List<StoreResult>> answer) {}
}
