package dev.holdfast.signals.temporal;

import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that Temporal has acknowledged and of which nobody knows yet whether a worker took them
 * apart. One question for each run at a time: a watermark covers all batches before it.
 */
final class Watches {

  /** So often it is asked in vain; then nothing was proven. */
  private static final int TRIES = 20;

  private final TemporalQuestions questions;
  private final Verdicts verdicts;
  private final Duration after;
  private final Timers timers;
  private final EnvelopeObserver observer;
  private final Map<Watched, Delivered> watched = new ConcurrentHashMap<>();

  /** {@code run} is the one that was asked before; null: none was. */
  private record Watched(WorkflowKey workflow, String source, @Nullable WorkflowRun run) {}

  /** The last sequences of the first batch since it was asked, and of the latest. */
  private record Delivered(long earliest, long latest, int tries) {

    Delivered and(Delivered next) {
      return new Delivered(earliest, next.latest(), tries);
    }
  }

  /** Asks {@code after} a batch was delivered. */
  Watches(
      TemporalQuestions questions,
      Verdicts verdicts,
      Duration after,
      Timers timers,
      EnvelopeObserver observer) {
    this.questions = questions;
    this.verdicts = verdicts;
    this.after = after;
    this.timers = timers;
    this.observer = observer;
  }

  void delivered(WorkflowKey workflow, String source, long last) {
    var watch = new Watched(workflow, source, verdicts.run(workflow));
    var batch = new Delivered(last, last, 1);
    if (watched.merge(watch, batch, Delivered::and).earliest() == last) {
      timers.in(after, () -> verify(watch));
    }
  }

  private void verify(Watched watch) {
    Delivered delivered = watched.remove(watch);
    if (delivered != null) {
      questions
          .watermarks(watch.workflow())
          .whenComplete(
              (marks, failure) -> {
                if (failure == null) {
                  compare(watch, delivered, marks.getOrDefault(watch.source(), 0L));
                } else if (TemporalQuestions.isRefusal(failure)) {
                  doubt(watch);
                } else {
                  verdicts.forget(watch.workflow());
                  again(watch, delivered, failure);
                }
              });
    }
  }

  private void compare(Watched watch, Delivered delivered, long mark) {
    if (mark < delivered.earliest()) {
      doubt(watch);
    } else if (mark > delivered.latest()) {
      // Another replica's batches, or those of a database that a copy has replaced: who has the
      // lane next asks, and compares with its sequences.
      verdicts.forget(watch.workflow());
    }
  }

  /**
   * It was not taken apart, if the run that was asked is still open: what an earlier one has taken
   * apart the next does not know, unless it continues it, and one that was terminated may be unable
   * to answer.
   */
  private void doubt(Watched watch) {
    verdicts.forget(watch.workflow());
    WorkflowRun run = watch.run();
    if (run != null) {
      questions
          .run(watch.workflow())
          .thenAccept(
              now -> {
                if (now.equals(run)) {
                  verdicts.distrust(run.worker());
                  observer.distrusted(run.worker().toString());
                }
              });
    }
  }

  /** Who is silent now may answer later; who has ended and is forgotten, or is sealed, does not. */
  private void again(Watched watch, Delivered delivered, Throwable failure) {
    if (TemporalQuestions.isSilence(failure) && delivered.tries() < TRIES) {
      var tried = new Delivered(delivered.earliest(), delivered.latest(), delivered.tries() + 1);
      if (watched.computeIfPresent(watch, (same, newer) -> tried.and(newer)) == null
          && watched.putIfAbsent(watch, tried) == null) {
        timers.in(after, () -> verify(watch));
      }
    }
  }
}
