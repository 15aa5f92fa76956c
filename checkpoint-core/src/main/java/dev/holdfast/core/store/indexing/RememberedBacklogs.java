package dev.holdfast.core.store.indexing;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.model.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Asks for each tenant at most once in a while; callers of one moment share the answer. */
public final class RememberedBacklogs implements IndexBacklogs {

  private static final int MOST_TENANTS = 10_000;

  private final IndexBacklogs backlogs;
  private final Ticker ticker;
  private final long lifeNanos;
  private final Map<TenantId, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(CompletionStage<Optional<IndexBacklog>> backlog, long askedNanos) {}

  /** Remembers what {@code backlogs} answers for {@code life}. */
  public RememberedBacklogs(IndexBacklogs backlogs, Ticker ticker, Duration life) {
    this.backlogs = backlogs;
    this.ticker = ticker;
    this.lifeNanos = life.toNanos();
  }

  @Override
  public CompletionStage<Optional<IndexBacklog>> of(TenantId tenant) {
    long now = ticker.nanos();
    Answer known = answers.get(tenant);
    if (known != null && now - known.askedNanos() < lifeNanos) {
      return known.backlog();
    }
    if (answers.size() >= MOST_TENANTS) {
      answers.clear();
    }
    var answer = new Answer(backlogs.of(tenant), now);
    answers.put(tenant, answer);
    return answer
        .backlog()
        .whenComplete(
            (backlog, error) -> {
              if (error != null) {
                answers.remove(tenant, answer);
              }
            });
  }
}
