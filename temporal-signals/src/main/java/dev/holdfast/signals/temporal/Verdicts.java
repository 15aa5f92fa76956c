package dev.holdfast.signals.temporal;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who takes envelopes, as far as it is known: by workflow, and which kinds of workers do not. */
final class Verdicts {

  private static final Duration KNOWN = Duration.ofMinutes(10);
  private static final Duration REFUSED = Duration.ofSeconds(30);
  private static final Duration DISTRUSTED = Duration.ofHours(1);
  private static final int MOST_WORKFLOWS = 100_000;

  private final Ticker ticker;
  private final Map<WorkflowKey, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Map<WorkerKind, Long> distrusted = new ConcurrentHashMap<>();

  private record Verdict(boolean wanted, WorkflowRun run, long untilNanos) {}

  Verdicts(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether a workflow's signals go in envelopes; null: that is not known, or no longer. */
  @Nullable Boolean wanted(WorkflowKey workflow) {
    Verdict verdict = verdicts.get(workflow);
    if (verdict == null || ticker.nanos() - verdict.untilNanos() >= 0) {
      return null;
    }
    return verdict.wanted() && isTrusted(verdict.run().worker());
  }

  /** The run that the latest verdict about a workflow is of; null: there is none. */
  @Nullable WorkflowRun run(WorkflowKey workflow) {
    Verdict verdict = verdicts.get(workflow);
    return verdict == null ? null : verdict.run();
  }

  boolean give(WorkflowKey workflow, WorkflowRun run, boolean wanted) {
    if (verdicts.size() >= MOST_WORKFLOWS) {
      verdicts.clear();
    }
    Duration life = wanted ? KNOWN : REFUSED;
    verdicts.put(workflow, new Verdict(wanted, run, ticker.nanos() + life.toNanos()));
    return wanted;
  }

  /** Who has the lane next asks. */
  void forget(WorkflowKey workflow) {
    verdicts.remove(workflow);
  }

  boolean isTrusted(WorkerKind worker) {
    Long until = distrusted.get(worker);
    return until == null || ticker.nanos() - until >= 0;
  }

  void distrust(WorkerKind worker) {
    distrusted.put(worker, ticker.nanos() + DISTRUSTED.toNanos());
  }
}
