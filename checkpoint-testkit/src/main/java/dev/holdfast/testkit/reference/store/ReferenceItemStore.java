package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The rules of the long-term store (ADR 5) in their plainest form, in memory: what other stores are
 * compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns. Time stands still but
 * for {@link #pass}, and for one microsecond before each group, so that no two are of one moment.
 */
public final class ReferenceItemStore implements StoreReader, StoreWriter {
  private final Map<TenantId, Map<ItemKey, StoredItem>> tenants = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Lets time pass. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public synchronized CompletionStage<List<StoreResult>> read(TenantId tenant, List<Read> reads) {
    var reading = new Reading(living(tenant));
    List<StoreResult> results = reads.stream().map(reading::answer).toList();
    return Sizes.bytes(results) > ANSWER_BYTES
        ? CompletableFuture.failedFuture(
            new Failure.LimitExceeded("store_answer_bytes", ANSWER_BYTES))
        : CompletableFuture.completedFuture(results);
  }

  /** Each batch wholly, one after the other. */
  @Override
  public synchronized CompletionStage<List<Outcome<StoreChanged>>> write(List<StoreChange> group) {
    now = now.plus(1, ChronoUnit.MICROS);
    List<Outcome<StoreChanged>> outcomes = new ArrayList<>();
    for (StoreChange change : group) {
      apply(change, living(change.tenant()));
      outcomes.add(new Outcome.Done<>(new StoreChanged()));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  /** What a tenant has; what has expired is not there. */
  private Map<ItemKey, StoredItem> living(TenantId tenant) {
    var items = tenants.computeIfAbsent(tenant, name -> new HashMap<>());
    items.values().removeIf(item -> item.expired(now));
    return items;
  }

  private void apply(StoreChange change, Map<ItemKey, StoredItem> items) {
    Map<ItemKey, Put> last = new LinkedHashMap<>();
    change.puts().forEach(put -> last.put(put.key(), put));
    last.values().forEach(put -> apply(put, items));
    for (ItemKey key : change.refreshed()) {
      items.computeIfPresent(key, (name, item) -> item.refreshed(now));
    }
  }

  private void apply(Put put, Map<ItemKey, StoredItem> items) {
    if (put.value() == null) {
      items.remove(put.key());
      return;
    }
    StoredItem old = items.get(put.key());
    Instant created = old == null ? now : old.createdAt();
    items.put(put.key(), new StoredItem(put.value(), created, now, now, put.ttl()));
  }
}
