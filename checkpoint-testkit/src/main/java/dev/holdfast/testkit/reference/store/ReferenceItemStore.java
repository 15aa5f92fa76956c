package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreWriter;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.core.store.bulk.ImportLog;
import dev.holdfast.core.store.bulk.ItemPages;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the long-term store (ADR 5) in their plainest form, in memory: what other stores are
 * compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns. Time stands still but
 * for {@link #pass}, and for one microsecond before each group, so that no two are of one moment.
 */
public final class ReferenceItemStore implements StoreReader, StoreWriter, ItemPages, ImportLog {
  private static final int PAGE = 100;

  private final ReferenceImports imports = new ReferenceImports();
  private final Map<TenantId, Map<ItemKey, StoredItem>> tenants = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Lets time pass. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public synchronized CompletionStage<List<StoreResult>> read(TenantId tenant, List<Read> reads) {
    var reading = new Reading(living(tenant));
    return CompletableFuture.completedFuture(reads.stream().map(reading::answer).toList());
  }

  /** Each batch wholly, one after the other. */
  @Override
  public synchronized CompletionStage<List<Outcome<StoreChanged>>> write(List<StoreChange> group) {
    now = now.plus(1, ChronoUnit.MICROS);
    List<Outcome<StoreChanged>> outcomes = new ArrayList<>();
    for (StoreChange change : group) {
      boolean possible = imports.moveOn(change.step());
      if (possible) {
        apply(change, living(change.tenant()));
      }
      outcomes.add(
          possible
              ? new Outcome.Done<>(new StoreChanged())
              : new Outcome.Refused<>(ReferenceImports.elsewhere()));
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
    Map<ItemKey, ItemTimes> times = new HashMap<>();
    for (int i = 0; i < change.puts().size(); i++) {
      Put put = change.puts().get(i);
      last.put(put.key(), put);
      times.put(put.key(), ReferenceImports.times(change.step(), i));
    }
    last.forEach((key, put) -> apply(put, items, times.getOrDefault(key, ItemTimes.NOW)));
    for (ItemKey key : change.refreshed()) {
      items.computeIfPresent(key, (name, item) -> item.refreshed(now));
    }
  }

  private void apply(Put put, Map<ItemKey, StoredItem> items, ItemTimes times) {
    if (put.value() == null) {
      items.remove(put.key());
      return;
    }
    StoredItem old = items.get(put.key());
    Instant updated = old == null ? earlier(times.updatedAt(), now) : now;
    Instant created = old == null ? earlier(times.createdAt(), updated) : old.createdAt();
    Instant begun = ReferenceImports.begun(put, times, now);
    items.put(put.key(), new StoredItem(put.value(), created, updated, begun, put.ttl()));
  }

  private static Instant earlier(@Nullable Instant told, Instant now) {
    return told == null || told.isAfter(now) ? now : told;
  }

  @Override
  public synchronized CompletionStage<List<ExportedItem>> page(
      TenantId tenant, StoreNamespace prefix, @Nullable ItemKey after) {
    return CompletableFuture.completedFuture(
        living(tenant).entrySet().stream()
            .filter(item -> Labels.under(item.getKey().namespace(), prefix))
            .filter(item -> after == null || Labels.NAMES.compare(item.getKey(), after) > 0)
            .sorted(Map.Entry.comparingByKey(Labels.NAMES))
            .limit(PAGE)
            .map(item -> item.getValue().exported(item.getKey()))
            .toList());
  }

  @Override
  public synchronized CompletionStage<ImportStatus> begin(ImportId id) {
    return CompletableFuture.completedFuture(imports.begin(id, now));
  }

  @Override
  public synchronized CompletionStage<Optional<ImportStatus>> find(ImportId id) {
    return CompletableFuture.completedFuture(imports.find(id, now));
  }
}
