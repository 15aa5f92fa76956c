package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreWriter;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.core.store.bulk.ImportLog;
import dev.holdfast.core.store.bulk.ItemPages;
import dev.holdfast.core.store.indexing.IndexCatalog;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the long-term store (ADR 5, ADR 6) in their plainest form, in memory: what other
 * stores are compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns. Time stands still but
 * for {@link #pass}, and for one microsecond before each group, so that no two are of one moment.
 */
public final class ReferenceItemStore implements StoreReader, StoreWriter, ItemPages, ImportLog {
  private static final int PAGE = 100;

  private final ReferenceImports imports = new ReferenceImports();
  private final Map<TenantId, TenantItems> tenants = new LinkedHashMap<>();
  private final List<JobEntry> jobs = new ArrayList<>();
  private final Revisions revisions = new Revisions();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Lets time pass. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  /** Which index each tenant has. */
  public IndexCatalog indexes() {
    return new ReferenceIndexes(this);
  }

  /** What waits to be indexed. */
  public IndexQueue queue() {
    return new ReferenceQueue(this);
  }

  /** Work on the indexes. */
  public JobStore jobs() {
    return new ReferenceJobs(this, jobs);
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
      boolean possible = imports.moveOn(change.step());
      if (possible) {
        living(change.tenant()).apply(change, now, revisions);
      }
      outcomes.add(
          possible
              ? new Outcome.Done<>(new StoreChanged())
              : new Outcome.Refused<>(ReferenceImports.elsewhere()));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  /** What a tenant has; what has expired is not there. To be called under the lock. */
  TenantItems living(TenantId tenant) {
    var items = tenants.computeIfAbsent(tenant, name -> new TenantItems());
    items.expire(now);
    return items;
  }

  @Override
  public synchronized CompletionStage<List<ExportedItem>> page(
      TenantId tenant, StoreNamespace prefix, @Nullable ItemKey after) {
    return CompletableFuture.completedFuture(
        living(tenant).items.entrySet().stream()
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

  /** Everybody who has had something. */
  List<TenantId> tenants() {
    return List.copyOf(tenants.keySet());
  }

  Instant now() {
    return now;
  }

  long nextNumber() {
    return revisions.next();
  }
}
