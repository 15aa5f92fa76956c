package dev.holdfast.core.progress;

import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Threads that have not moved for some time, each looked at once for every rule by one of all
 * replicas. Time is the database's.
 */
public interface StoppedThreads {

  /**
   * Makes these the rules that there are: one that is new begins now, one that is gone is
   * forgotten.
   */
  CompletionStage<Void> rules(List<String> names);

  /**
   * Goes on where the last scan for a rule ended. What it finds goes to {@code look}; only once
   * that has completed is it looked at, so that after a failure or a crash it is found again.
   *
   * @return empty if another replica is at it
   */
  CompletionStage<Optional<Scanned>> scan(
      String rule,
      Duration after,
      String threadPrefix,
      Function<List<StoppedThread>, CompletionStage<Void>> look);

  /**
   * A thread.
   *
   * @param thread which
   * @param incarnation its life
   * @param lastNumber number of its last record
   */
  record StoppedThread(ThreadKey thread, Incarnation incarnation, long lastNumber) {}

  /**
   * A scan.
   *
   * @param more whether another one would find more at once
   * @param lag how long threads have waited, beyond the rule's time, to be looked at
   */
  record Scanned(boolean more, Duration lag) {}
}
