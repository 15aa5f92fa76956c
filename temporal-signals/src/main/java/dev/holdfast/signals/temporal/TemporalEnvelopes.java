package dev.holdfast.signals.temporal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Timers;
import dev.holdfast.signals.transport.Envelopes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes where the operator wants them and a worker has shown that it takes them apart: one that
 * does not would lose what is in them, silently. Afterwards it is asked whether it did.
 */
public final class TemporalEnvelopes implements Envelopes {

  private static final Duration KNOWN = Duration.ofMinutes(10);
  private static final Duration REFUSED = Duration.ofSeconds(30);
  private static final Duration DISTRUSTED = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration NOT_SO_SOON = Duration.ofSeconds(8);
  private static final int MOST_WORKFLOWS = 100_000;

  private final List<String> rules;
  private final TemporalQuestions questions;
  private final Duration verify;
  private final Ticker ticker;
  private final Timers timers;
  private final EnvelopeObserver observer;
  private final Map<WorkflowKey, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Map<WorkerKind, Long> distrusted = new ConcurrentHashMap<>();
  private final Map<Watched, Delivered> watched = new ConcurrentHashMap<>();

  private record Verdict(boolean wanted, WorkerKind kind, long untilNanos) {}

  private record Watched(WorkflowKey workflow, String source) {}

  /** The last sequences of the first batch since it was asked, and of the latest. */
  private record Delivered(long earliest, long latest) {

    Delivered and(Delivered next) {
      return new Delivered(earliest, next.latest());
    }
  }

  /**
   * Envelopes.
   *
   * @param rules where they are on: {@code namespace}, {@code namespace/task-queue} or {@code
   *     namespace/task-queue/workflow-type}
   * @param verify after so long a batch must have been taken apart
   */
  public TemporalEnvelopes(
      List<String> rules,
      TemporalChannels channels,
      Duration verify,
      Ticker ticker,
      Timers timers,
      EnvelopeObserver observer) {
    this.rules = List.copyOf(rules);
    this.questions = new TemporalQuestions(channels);
    this.verify = verify;
    this.ticker = ticker;
    this.timers = timers;
    this.observer = observer;
  }

  @Override
  public CompletionStage<Way> way(ClaimedLane lane) {
    WorkflowKey workflow = lane.workflow();
    if (rules.stream().noneMatch(rule -> (rule + "/").startsWith(workflow.namespace() + "/"))) {
      return CompletableFuture.completedFuture(Way.ONE_BY_ONE);
    }
    Verdict verdict = verdicts.get(workflow);
    if (verdict != null && ticker.nanos() - verdict.untilNanos() < 0) {
      return CompletableFuture.completedFuture(way(verdict.wanted() && isTrusted(verdict.kind())));
    }
    return ask(lane).exceptionally(unknown -> Way.ONE_BY_ONE);
  }

  private static Way way(boolean wanted) {
    return wanted ? Way.TOGETHER : Way.ONE_BY_ONE;
  }

  private CompletionStage<Way> ask(ClaimedLane lane) {
    WorkflowKey workflow = lane.workflow();
    return questions
        .kind(workflow)
        .thenCompose(
            kind ->
                rules.stream().anyMatch(kind::matches) && isTrusted(kind)
                    ? questions
                        .watermarks(workflow)
                        .handle((marks, failure) -> judged(lane, kind, marks, failure))
                    : CompletableFuture.completedFuture(way(judged(workflow, kind, false))));
  }

  /** {@code marks} is null if no worker with the interceptor answers. */
  private Way judged(
      ClaimedLane lane,
      WorkerKind kind,
      @Nullable Map<String, Long> marks,
      @Nullable Throwable failure) {
    if (failure != null && TemporalQuestions.isSilence(failure)) {
      observer.unanswered(kind.toString());
      askAgain(lane.workflow(), SOON);
    }
    boolean ahead = marks != null && marks.getOrDefault(lane.source(), 0L) >= lane.nextSequence();
    return ahead ? Way.NEW_EPOCH : way(judged(lane.workflow(), kind, marks != null));
  }

  private boolean judged(WorkflowKey workflow, WorkerKind kind, boolean wanted) {
    if (verdicts.size() >= MOST_WORKFLOWS) {
      verdicts.clear();
    }
    Duration life = wanted ? KNOWN : REFUSED;
    verdicts.put(workflow, new Verdict(wanted, kind, ticker.nanos() + life.toNanos()));
    return wanted;
  }

  /**
   * Silence may be over soon: a worker starts, or a query got lost while its workflow changed
   * hands. No lane waits for this; if somebody answers, who has the lane next asks.
   */
  private void askAgain(WorkflowKey workflow, Duration delay) {
    if (delay.compareTo(NOT_SO_SOON) <= 0) {
      timers.in(
          delay,
          () ->
              questions
                  .watermarks(workflow)
                  .whenComplete((marks, failure) -> heard(workflow, delay, failure)));
    }
  }

  private void heard(WorkflowKey workflow, Duration delay, @Nullable Throwable failure) {
    if (failure != null && TemporalQuestions.isSilence(failure)) {
      askAgain(workflow, delay.multipliedBy(2));
    } else {
      verdicts.remove(workflow);
    }
  }

  private boolean isTrusted(WorkerKind kind) {
    Long until = distrusted.get(kind);
    return until == null || ticker.nanos() - until >= 0;
  }

  @Override
  public Bytes encode(String source, long first, List<QueuedSignal> signals) {
    return EnvelopeBytes.of(source, first, signals);
  }

  /** One question for each workflow at a time: a watermark covers all batches before it. */
  @Override
  public void delivered(WorkflowKey workflow, String source, long last) {
    var watch = new Watched(workflow, source);
    var batch = new Delivered(last, last);
    if (watched.merge(watch, batch, Delivered::and).earliest() == last) {
      timers.in(verify, () -> verify(watch));
    }
  }

  private void verify(Watched watch) {
    WorkflowKey workflow = watch.workflow();
    Delivered delivered = watched.remove(watch);
    if (delivered == null) {
      return;
    }
    questions
        .watermarks(workflow)
        .thenAccept(marks -> verified(workflow, delivered, marks.getOrDefault(watch.source(), 0L)))
        .exceptionally(
            unknown -> {
              // Nobody answers, or the workflow has ended: nothing is proven.
              verdicts.remove(workflow);
              return null;
            });
  }

  private void verified(WorkflowKey workflow, Delivered delivered, long mark) {
    if (mark < delivered.earliest()) {
      distrust(workflow);
    } else if (mark > delivered.latest()) {
      // Another replica's batches, or those of a database that a copy has replaced: who has the
      // lane next asks, and compares with its sequences.
      verdicts.remove(workflow);
    }
  }

  private void distrust(WorkflowKey workflow) {
    Verdict verdict = verdicts.remove(workflow);
    if (verdict != null) {
      distrusted.put(verdict.kind(), ticker.nanos() + DISTRUSTED.toNanos());
      observer.distrusted(verdict.kind().toString());
    }
  }
}
