package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.core.usecase.OperationObserver;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.core.usecase.RunBatch;
import dev.holdfast.postgres.read.PgCheckpointReader;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.thread.PgThreadStore;
import dev.holdfast.server.wire.BatchDecoder;
import dev.holdfast.server.wire.BatchRequest;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import dev.holdfast.server.wire.SampleBatch;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Does what callers will ask for, before they ask, so that the first of them does not wait for
 * classes to be loaded. On a tenant of its own, which it leaves empty; nothing of it is counted.
 */
final class Rehearsal {

  private static final int SUPERSTEPS = 60;
  private static final int TALK_BYTES = 256 * 1024;
  private static final String CORRELATION = "rehearsal";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final TenantId tenant;
  private final RunBatch remembering;
  private final RunBatch forgetful;
  private final PgThreadStore threads;
  private final RunStore store;
  private final BatchDecoder decoder = new BatchDecoder(Limits.DEFAULT);
  private final SampleBatch sample = new SampleBatch(TALK_BYTES);

  /** {@code tenant}: one that nobody else uses. */
  Rehearsal(
      Pool pool,
      RecordCache cache,
      GroupCommit<Commit, Committed> commits,
      RunStore store,
      TenantId tenant) {
    this.tenant = tenant;
    this.store = store;
    threads = new PgThreadStore(pool);
    remembering = batches(commits, new PgCheckpointReader(pool, cache));
    // A server that has just started remembers nothing of the threads it is asked for.
    forgetful = batches(commits, new PgCheckpointReader(pool, new RecordCache(0)));
  }

  private RunBatch batches(GroupCommit<Commit, Committed> commits, PgCheckpointReader reader) {
    return new RunBatch(
        commits, reader, threads, store, System::nanoTime, OperationObserver.SILENT);
  }

  /** Completes when it is over and what it left is gone; fails as the first failed operation. */
  CompletionStage<Void> run() {
    CompletionStage<Void> played = superstep(1);
    CompletionStage<List<Reply>> gone =
        played.handle((done, failed) -> clear()).thenCompose(clearing -> clearing);
    return played.thenAcceptBoth(gone, (done, cleared) -> {});
  }

  private CompletionStage<List<Reply>> clear() {
    var thread = new Operation.DeleteThread(new ThreadKey(tenant, SampleBatch.THREAD), null);
    var item = new StoreOperation.Put(SampleBatch.ITEM, null, null);
    return remembering
        .run(List.of(thread, new Operation.Store(tenant, List.of(item))), LIMIT)
        .thenApply(Rehearsal::succeeded);
  }

  private CompletionStage<Void> superstep(int number) {
    Format format = number % 10 == 0 ? Format.JSON : Format.MSGPACK;
    BatchRequest request = decoder.decode(format, sample.superstep(format, number), tenant);
    return (number % 2 == 0 ? forgetful : remembering)
        .run(request.operations(), request.timeout())
        .thenApply(replies -> ReplyEncoder.batch(format, succeeded(replies), CORRELATION))
        .thenCompose(
            answer ->
                number < SUPERSTEPS
                    ? superstep(number + 1)
                    : CompletableFuture.completedFuture(null));
  }

  private static List<Reply> succeeded(List<Reply> replies) {
    for (Reply reply : replies) {
      if (reply instanceof Reply.Failed failed) {
        throw failed.failure();
      }
    }
    return replies;
  }
}
