package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.usecase.OperationObserver;
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

  private final TenantId tenant;
  private final RunBatch batches;
  private final PgThreadStore threads;
  private final BatchDecoder decoder = new BatchDecoder(Limits.DEFAULT);
  private final SampleBatch sample = new SampleBatch(TALK_BYTES);

  /** {@code tenant}: one that nobody else uses. */
  Rehearsal(Pool pool, RecordCache cache, GroupCommit<Append, Appended> commits, TenantId tenant) {
    this.tenant = tenant;
    threads = new PgThreadStore(pool);
    batches =
        new RunBatch(
            commits,
            new PgCheckpointReader(pool, cache),
            threads,
            System::nanoTime,
            OperationObserver.SILENT);
  }

  /** Completes when it is over. */
  CompletionStage<Void> run() {
    return superstep(1)
        .thenCompose(done -> threads.delete(new ThreadKey(tenant, SampleBatch.THREAD), null))
        .thenAccept(deleted -> {});
  }

  private CompletionStage<Void> superstep(int number) {
    Format format = number % 10 == 0 ? Format.JSON : Format.MSGPACK;
    BatchRequest request = decoder.decode(format, sample.superstep(format, number), tenant);
    return batches
        .run(request.operations(), request.timeout())
        .thenApply(replies -> ReplyEncoder.batch(format, replies, CORRELATION))
        .thenCompose(
            answer ->
                number < SUPERSTEPS
                    ? superstep(number + 1)
                    : CompletableFuture.completedFuture(null));
  }
}
