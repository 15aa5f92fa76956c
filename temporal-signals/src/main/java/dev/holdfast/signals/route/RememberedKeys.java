package dev.holdfast.signals.route;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDigest;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers keys in the outbox, and the latest in memory. The outbox is asked for a moment only: a
 * critical signal does not wait for Postgres.
 */
public final class RememberedKeys implements KnownKeys {

  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration WRITING = Duration.ofSeconds(10);

  private final SignalOutbox outbox;
  private final GroupCommit<AcceptedSignal, SignalPlace> commits;
  private final Ticker ticker;
  private final Duration patience;
  private final Map<Key, Remembered> latest = new LinkedHashMap<>();

  private record Key(WorkflowKey workflow, String key) {}

  private record Remembered(Bytes digest, long untilNanos) {}

  /**
   * Keys in {@code outbox}, which is written through {@code commits}.
   *
   * @param patience how long the outbox may take to answer
   */
  public RememberedKeys(
      SignalOutbox outbox,
      GroupCommit<AcceptedSignal, SignalPlace> commits,
      Ticker ticker,
      Duration patience) {
    this.outbox = outbox;
    this.commits = commits;
    this.ticker = ticker;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Optional<Routed>> find(Signal signal) {
    String key = signal.idempotencyKey();
    if (key == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Bytes digest = SignalDigest.of(signal);
    Bytes known = latest(new Key(signal.workflow(), key));
    if (known != null) {
      return answer(known.equals(digest), new Routed.Delivered(true));
    }
    return outbox
        .known(signal.workflow(), key)
        .toCompletableFuture()
        .completeOnTimeout(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(away -> Optional.empty())
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : answer(found.get().digest().equals(digest), routed(found.get())));
  }

  private static Routed routed(SignalOutbox.Known known) {
    return known.state() == SignalState.DELIVERED
        ? new Routed.Delivered(true)
        : new Routed.Queued(new SignalPlace(known.id(), known.state(), 0));
  }

  private static CompletionStage<Optional<Routed>> answer(boolean same, Routed routed) {
    return same
        ? CompletableFuture.completedFuture(Optional.of(routed))
        : CompletableFuture.failedFuture(Refusals.keyReused());
  }

  @Override
  public void remember(Signal signal) {
    String key = signal.idempotencyKey();
    if (key != null) {
      remember(new Key(signal.workflow(), key), SignalDigest.of(signal));
      commits
          .submit(
              0,
              new AcceptedSignal(signal, null, Duration.ZERO, true),
              ticker.nanos() + WRITING.toNanos())
          .exceptionally(lost -> null); // then only this server knows it, for a while
    }
  }

  private synchronized @Nullable Bytes latest(Key key) {
    Remembered found = latest.get(key);
    return found == null || found.untilNanos() - ticker.nanos() <= 0 ? null : found.digest();
  }

  private synchronized void remember(Key key, Bytes digest) {
    latest.remove(key); // the latest are kept, and this is one
    latest.put(key, new Remembered(digest, ticker.nanos() + KEPT.toNanos()));
    if (latest.size() > MOST) {
      latest.remove(latest.keySet().iterator().next());
    }
  }
}
