package dev.holdfast.core.progress;

import dev.holdfast.core.progress.StoppedThreads.Scanned;
import dev.holdfast.core.progress.StoppedThreads.StoppedThread;
import dev.holdfast.core.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Tells workflows of threads that have stopped with work pending. */
public final class ScanStopped {

  private final StoppedThreads stopped;
  private final ThreadHeads heads;
  private final RuleSignals signals;
  private final Function<List<Signal>, CompletionStage<Void>> accept;
  private final RuleObserver observer;

  /**
   * A scan.
   *
   * @param accept commits signals; completes when all are, or were before under their keys
   */
  public ScanStopped(
      StoppedThreads stopped,
      ThreadHeads heads,
      RuleSignals signals,
      Function<List<Signal>, CompletionStage<Void>> accept,
      RuleObserver observer) {
    this.stopped = stopped;
    this.heads = heads;
    this.signals = signals;
    this.accept = accept;
    this.observer = observer;
  }

  /** Goes on with the scan for one rule; completes with whether there is more to be found. */
  public CompletionStage<Boolean> run(SignalRule rule) {
    return stopped
        .scan(rule.name(), rule.after(), rule.threadPrefix(), found -> look(rule, found))
        .thenApply(scanned -> told(rule, scanned));
  }

  private boolean told(SignalRule rule, Optional<Scanned> scanned) {
    scanned.ifPresent(done -> observer.scanned(rule, done.lag()));
    return scanned.map(Scanned::more).orElse(false);
  }

  private CompletionStage<Void> look(SignalRule rule, List<StoppedThread> found) {
    return look(rule, found, 0, new ArrayList<>())
        .thenCompose(
            made ->
                made.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : accept
                        .apply(made)
                        .thenRun(() -> made.forEach(signal -> observer.signalled(rule))));
  }

  /** One head after the other: a scan takes one connection beside its own. */
  private CompletionStage<List<Signal>> look(
      SignalRule rule, List<StoppedThread> found, int place, List<Signal> made) {
    if (place == found.size()) {
      return CompletableFuture.completedFuture(made);
    }
    StoppedThread thread = found.get(place);
    return heads
        .find(thread.thread())
        .thenCompose(
            head -> {
              head.filter(one -> isStranded(one, thread)).ifPresent(one -> add(rule, one, made));
              return look(rule, found, place + 1, made);
            });
  }

  /** One that has moved meanwhile is found again when it has not for the rule's time. */
  private static boolean isStranded(ThreadHead head, StoppedThread thread) {
    return head.incarnation().equals(thread.incarnation())
        && head.lastNumber() == thread.lastNumber()
        && head.progress() == Progress.PENDING;
  }

  private void add(SignalRule rule, ThreadHead head, List<Signal> made) {
    var reference = new Reference(rule, Progress.PENDING, head.key(), head.incarnation(), null);
    String event = head.incarnation().number() + ":" + head.lastNumber();
    signals.of(reference, event).ifPresentOrElse(made::add, () -> observer.skipped(rule));
  }
}
