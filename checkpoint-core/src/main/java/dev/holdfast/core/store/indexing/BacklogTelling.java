package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads as another reader does; what queries find comes with how far behind the index is. */
public final class BacklogTelling implements StoreReader {

  private final StoreReader reader;
  private final IndexBacklogs backlogs;

  /** Reads from {@code reader}; each query asks {@code backlogs}, better a remembering one. */
  public BacklogTelling(StoreReader reader, IndexBacklogs backlogs) {
    this.reader = reader;
    this.backlogs = backlogs;
  }

  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<Read> reads) {
    CompletionStage<List<StoreResult>> found = reader.read(tenant, reads);
    return reads.stream().noneMatch(BacklogTelling::queries)
        ? found
        : found.thenCombine(backlogs.of(tenant), (results, backlog) -> told(results, backlog));
  }

  @Override
  public void together(Runnable asks) {
    reader.together(asks);
  }

  private static boolean queries(Read read) {
    return read instanceof Search search && search.query() != null;
  }

  private static List<StoreResult> told(List<StoreResult> results, Optional<IndexBacklog> backlog) {
    return backlog
        .filter(IndexBacklog::worthTelling)
        .map(
            worth ->
                results.stream()
                    .map(result -> result instanceof StoreResult.Items i ? i.behind(worth) : result)
                    .toList())
        .orElse(results);
  }
}
