package dev.holdfast.server.wiring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does a step whenever it is asked to, one at a time; who asks while one is under way gets another
 * one after it. A step that fails waits for the next who asks.
 */
final class Repeating {

  private static final Logger LOG = Logger.getLogger(Repeating.class);

  private final Supplier<CompletionStage<Boolean>> step;
  private final AtomicInteger asked = new AtomicInteger();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile boolean stopping;

  /** Does {@code step}, and again at once if it says that there is more. */
  Repeating(Supplier<CompletionStage<Boolean>> step) {
    this.step = step;
  }

  void ask() {
    if (!stopping && asked.getAndIncrement() == 0) {
      go();
    }
  }

  private void go() {
    asked.set(1);
    step.get()
        .whenComplete(
            (more, error) -> {
              if (error != null) {
                LOG.debug("A step is put off", error);
                asked.set(0);
              } else if (!stopping && (more || !asked.compareAndSet(1, 0))) {
                go();
                return;
              }
              settle();
            });
  }

  private void settle() {
    if (stopping) {
      asked.set(0);
      stopped.complete(null);
    }
  }

  /** Begins no other step; completes when the one under way is over. */
  CompletionStage<Void> stop() {
    stopping = true;
    if (asked.get() == 0) {
      stopped.complete(null);
    }
    return stopped;
  }
}
