package dev.holdfast.postgres.store.index;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexCatalog;
import dev.holdfast.postgres.statement.IndexSql;
import dev.holdfast.postgres.store.ItemSweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/**
 * Indexes of tenants as rows. Whoever defines one waits for puts that are under way, so that none
 * of them is indexed for another after it.
 */
public final class PgIndexCatalog implements IndexCatalog {

  private final Pool pool;
  private final ItemSweep leftovers;

  /** A catalog on {@code pool}. */
  public PgIndexCatalog(Pool pool) {
    this.pool = pool;
    this.leftovers = new ItemSweep(pool);
  }

  @Override
  public CompletionStage<Optional<StoreIndex>> find(TenantId tenant) {
    return answered(look(tenant));
  }

  private Future<Optional<StoreIndex>> look(TenantId tenant) {
    return pool.preparedQuery(IndexSql.FIND)
        .execute(Tuple.of(tenant.value()))
        .map(PgIndexCatalog::first);
  }

  @Override
  public CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition) {
    return answered(defined(tenant, definition));
  }

  /**
   * One that another has defined at the same time, and dropped before the look, is defined anew.
   */
  private Future<StoreIndex> defined(TenantId tenant, IndexDefinition definition) {
    return pool.preparedQuery(IndexSql.DEFINE)
        .execute(IndexRows.parameters(tenant, definition))
        .map(PgIndexCatalog::first)
        .compose(added -> added.isPresent() ? Future.succeededFuture(added) : look(tenant))
        .compose(
            found ->
                found.map(Future::succeededFuture).orElseGet(() -> defined(tenant, definition)));
  }

  private static Optional<StoreIndex> first(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst().map(IndexRows::index);
  }

  @Override
  public CompletionStage<StoreIndex> replace(TenantId tenant, IndexDefinition definition) {
    return answered(
        replace(IndexRows.parameters(tenant, definition))
            .compose(replaced -> look(tenant))
            .map(found -> found.orElseThrow(PgIndexCatalog::droppedMeanwhile)));
  }

  private static Failure droppedMeanwhile() {
    return new Failure.Plain(Code.WRITE_CONFLICT, "the index was dropped meanwhile");
  }

  @Override
  public CompletionStage<Boolean> drop(TenantId tenant) {
    return answered(replace(IndexRows.add(Tuple.of(tenant.value()), null)));
  }

  /** What the old one has left is removed before the answer; a sweep goes on if that breaks off. */
  private Future<Boolean> replace(Tuple parameters) {
    return pool.preparedQuery(IndexSql.REPLACE)
        .execute(parameters)
        .map(rows -> rows.iterator().next().getBoolean("replaced"))
        .compose(replaced -> Future.fromCompletionStage(leftovers.forgetDropped()).map(replaced));
  }

  private static <T> CompletionStage<T> answered(Future<T> future) {
    return future
        .recover(error -> Future.failedFuture(IndexFailures.of(error)))
        .toCompletionStage();
  }
}
