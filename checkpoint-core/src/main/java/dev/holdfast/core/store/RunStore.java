package dev.holdfast.core.store;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.model.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs one batch of a store: its reads before its puts, its puts as one. */
public final class RunStore {

  private final GroupCommit<StoreChange, StoreChanged> commits;
  private final StoreReader reader;
  private final Preparation preparation;
  private final Runnable waiting;

  /** Reads from {@code reader}; what changes goes through {@code commits}; nothing is indexed. */
  public RunStore(GroupCommit<StoreChange, StoreChanged> commits, StoreReader reader) {
    this(commits, reader, Preparation.NOTHING_INDEXED);
  }

  /** The same, where {@code preparation} knows what is indexed. */
  public RunStore(
      GroupCommit<StoreChange, StoreChanged> commits, StoreReader reader, Preparation preparation) {
    this(commits, reader, preparation, () -> {});
  }

  /** The same; {@code waiting} is run after each batch of which something waits to be indexed. */
  public RunStore(
      GroupCommit<StoreChange, StoreChanged> commits,
      StoreReader reader,
      Preparation preparation,
      Runnable waiting) {
    this.waiting = waiting;
    this.commits = commits;
    this.reader = reader;
    this.preparation = preparation;
  }

  /** Runs {@code runs}, which runs several batches at once: they leave together. */
  public void together(Runnable runs) {
    commits.together(() -> reader.together(runs));
  }

  /**
   * Runs the parts.
   *
   * @param deadlineNanos moment of the ticker after which the caller no longer waits
   * @return one result for each part, in order, once what changes is committed; fails as a whole
   */
  public CompletionStage<List<StoreResult>> run(
      TenantId tenant, List<StoreOperation> parts, long deadlineNanos) {
    return preparation
        .prepare(tenant, parts, deadlineNanos)
        .thenCompose(ready -> runReady(tenant, ready, deadlineNanos));
  }

  private CompletionStage<List<StoreResult>> runReady(
      TenantId tenant, List<StoreOperation> parts, long deadlineNanos) {
    List<StoreOperation.Read> reads = new ArrayList<>();
    List<StoreOperation.Put> puts = new ArrayList<>();
    for (StoreOperation part : parts) {
      if (part instanceof StoreOperation.Read read) {
        reads.add(read);
      } else if (part instanceof StoreOperation.Put put) {
        puts.add(put);
      }
    }
    CompletionStage<List<StoreResult>> found =
        reads.isEmpty() ? CompletableFuture.completedFuture(List.of()) : reader.read(tenant, reads);
    return found.thenCompose(
        results ->
            change(new StoreChange(tenant, puts, refreshed(reads, results)), deadlineNanos)
                .thenApply(changed -> told(inOrder(parts, results))));
  }

  private List<StoreResult> told(List<StoreResult> results) {
    if (results.stream()
        .anyMatch(result -> result instanceof StoreResult.Stored s && s.waiting())) {
      waiting.run();
    }
    return results;
  }

  /**
   * Runs a batch of an import, as one change.
   *
   * @return when it is committed; a failure with {@code REJECTED} also if the import does not stand
   *     where the step begins
   */
  public CompletionStage<StoreChanged> step(
      List<StoreOperation.Put> puts, ImportStep step, long deadlineNanos) {
    TenantId tenant = step.id().tenant();
    return preparation
        .prepare(tenant, List.copyOf(puts), deadlineNanos)
        .thenApply(ready -> ready.stream().map(StoreOperation.Put.class::cast).toList())
        .thenCompose(
            ready ->
                commits
                    .submit(
                        tenant.hashCode(),
                        new StoreChange(tenant, ready, List.of(), step),
                        deadlineNanos)
                    .thenApply(changed -> told(ready, changed)));
  }

  private StoreChanged told(List<StoreOperation.Put> puts, StoreChanged changed) {
    if (puts.stream().anyMatch(put -> put.indexing() instanceof Indexing.Waiting)) {
      waiting.run();
    }
    return changed;
  }

  /** One lane for each tenant: puts of equal keys take effect in the order in which they came. */
  private CompletionStage<StoreChanged> change(StoreChange change, long deadlineNanos) {
    return change.puts().isEmpty() && change.refreshed().isEmpty()
        ? CompletableFuture.completedFuture(new StoreChanged())
        : commits.submit(change.tenant().hashCode(), change, deadlineNanos);
  }

  private static List<ItemKey> refreshed(
      List<StoreOperation.Read> reads, List<StoreResult> results) {
    List<ItemKey> refreshed = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      for (StoreItem item : toRefresh(reads.get(i), results.get(i))) {
        if (item.expires()) {
          refreshed.add(item.key());
        }
      }
    }
    return refreshed;
  }

  private static List<StoreItem> toRefresh(StoreOperation.Read read, StoreResult result) {
    if (read instanceof StoreOperation.Get get && get.refresh()) {
      StoreItem item = ((StoreResult.Found) result).item();
      return item == null ? List.of() : List.of(item);
    }
    return read instanceof StoreOperation.Search search && search.refresh()
        ? ((StoreResult.Items) result).items()
        : List.of();
  }

  private static List<StoreResult> inOrder(List<StoreOperation> parts, List<StoreResult> found) {
    Iterator<StoreResult> reads = found.iterator();
    List<StoreResult> results = new ArrayList<>(parts.size());
    for (StoreOperation part : parts) {
      if (part instanceof StoreOperation.Read) {
        results.add(reads.next());
      } else {
        results.add(
            part instanceof StoreOperation.Nowhere nowhere ? nowhere.result() : stored(part));
      }
    }
    return results;
  }

  private static StoreResult stored(StoreOperation part) {
    return new StoreResult.Stored(
        part instanceof StoreOperation.Put put && put.indexing() instanceof Indexing.Waiting);
  }
}
