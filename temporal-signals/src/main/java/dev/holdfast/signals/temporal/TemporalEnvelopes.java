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
import org.jspecify.annotations.Nullable;

/**
 * Envelopes where the operator wants them and a worker has shown that it takes them apart: one that
 * does not would lose what is in them, silently. Afterwards it is asked whether it did.
 */
public final class TemporalEnvelopes implements Envelopes {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration NOT_SO_SOON = Duration.ofSeconds(8);

  private final List<String> rules;
  private final TemporalQuestions questions;
  private final Timers timers;
  private final EnvelopeObserver observer;
  private final Verdicts verdicts;
  private final Watches watches;

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
    this.timers = timers;
    this.observer = observer;
    this.verdicts = new Verdicts(ticker);
    this.watches = new Watches(questions, verdicts, verify, timers, observer);
  }

  @Override
  public CompletionStage<Way> way(ClaimedLane lane) {
    WorkflowKey workflow = lane.workflow();
    if (rules.stream().noneMatch(rule -> (rule + "/").startsWith(workflow.namespace() + "/"))) {
      return CompletableFuture.completedFuture(Way.ONE_BY_ONE);
    }
    Boolean wanted = verdicts.wanted(workflow);
    return wanted == null
        ? ask(lane).exceptionally(unknown -> Way.ONE_BY_ONE)
        : CompletableFuture.completedFuture(way(wanted));
  }

  private static Way way(boolean wanted) {
    return wanted ? Way.TOGETHER : Way.ONE_BY_ONE;
  }

  private CompletionStage<Way> ask(ClaimedLane lane) {
    WorkflowKey workflow = lane.workflow();
    return questions
        .run(workflow)
        .thenCompose(
            run ->
                rules.stream().anyMatch(run.worker()::matches) && verdicts.isTrusted(run.worker())
                    ? questions
                        .watermarks(workflow)
                        .handle((marks, failure) -> judged(lane, run, marks, failure))
                    : CompletableFuture.completedFuture(way(verdicts.give(workflow, run, false))));
  }

  /** {@code marks} is null if no worker with the interceptor answers. */
  private Way judged(
      ClaimedLane lane,
      WorkflowRun run,
      @Nullable Map<String, Long> marks,
      @Nullable Throwable failure) {
    if (failure != null && TemporalQuestions.isSilence(failure)) {
      observer.unanswered(run.worker().toString());
      askAgain(lane.workflow(), SOON);
    }
    boolean ahead = marks != null && marks.getOrDefault(lane.source(), 0L) >= lane.nextSequence();
    return ahead ? Way.NEW_EPOCH : way(verdicts.give(lane.workflow(), run, marks != null));
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
      verdicts.forget(workflow);
    }
  }

  @Override
  public Bytes encode(String source, long first, List<QueuedSignal> signals) {
    return EnvelopeBytes.of(source, first, signals);
  }

  @Override
  public void delivered(WorkflowKey workflow, String source, long last) {
    watches.delivered(workflow, source, last);
  }
}
