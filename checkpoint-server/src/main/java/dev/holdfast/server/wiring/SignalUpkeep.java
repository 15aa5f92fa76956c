package dev.holdfast.server.wiring;

import dev.holdfast.postgres.signal.SignalSweep;
import dev.holdfast.postgres.signal.SignalsWaiting;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done for the outbox now and then. */
final class SignalUpkeep {

  private final Pool pool;
  private final SignalSweep sweep;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile SignalsWaiting waiting = SignalsWaiting.NONE;

  SignalUpkeep(Pool pool, Duration keep) {
    this.pool = pool;
    this.sweep = new SignalSweep(pool, keep);
  }

  CompletionStage<Long> sweep() {
    return sweep.run();
  }

  /** One question at a time; what cannot be asked stays as it was. */
  void measure() {
    if (asking.compareAndSet(false, true)) {
      SignalsWaiting.in(pool)
          .whenComplete(
              (found, failure) -> {
                waiting = found == null ? waiting : found;
                asking.set(false);
              });
    }
  }

  SignalsWaiting waiting() {
    return waiting;
  }
}
