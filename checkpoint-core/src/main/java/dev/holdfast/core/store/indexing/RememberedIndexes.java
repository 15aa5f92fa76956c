package dev.holdfast.core.store.indexing;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks another catalog at most once in a while for each tenant, also where there is no index.
 *
 * <p>What another replica changes is seen that much later: puts until then carry the old index's
 * number, so nothing wrong is found, and what they put waits to be indexed. Thread-safe.
 */
public final class RememberedIndexes implements IndexCatalog {

  private static final int MOST_TENANTS = 10_000;

  private final IndexCatalog indexes;
  private final Ticker ticker;
  private final long lifeNanos;
  private final Map<TenantId, Answer> answers = new ConcurrentHashMap<>();

  /** What a tenant has, and when it was asked for; callers of one moment share it. */
  private record Answer(CompletionStage<Optional<StoreIndex>> index, long askedNanos) {}

  /** Remembers what {@code indexes} answers for {@code life}. */
  public RememberedIndexes(IndexCatalog indexes, Ticker ticker, Duration life) {
    this.indexes = indexes;
    this.ticker = ticker;
    this.lifeNanos = life.toNanos();
  }

  @Override
  public CompletionStage<Optional<StoreIndex>> find(TenantId tenant) {
    long now = ticker.nanos();
    Answer known = answers.get(tenant);
    if (known != null && now - known.askedNanos() < lifeNanos) {
      return known.index();
    }
    if (answers.size() >= MOST_TENANTS) {
      answers.clear();
    }
    var answer = new Answer(indexes.find(tenant), now);
    answers.put(tenant, answer);
    return answer
        .index()
        .whenComplete(
            (index, error) -> {
              if (error != null) {
                answers.remove(tenant, answer);
              }
            });
  }

  /** The next call asks. */
  public void forget(TenantId tenant) {
    answers.remove(tenant);
  }

  @Override
  public CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition) {
    return indexes.define(tenant, definition).whenComplete((done, error) -> forget(tenant));
  }

  @Override
  public CompletionStage<StoreIndex> replace(TenantId tenant, IndexDefinition definition) {
    return indexes.replace(tenant, definition).whenComplete((done, error) -> forget(tenant));
  }

  @Override
  public CompletionStage<Boolean> drop(TenantId tenant) {
    return indexes.drop(tenant).whenComplete((done, error) -> forget(tenant));
  }
}
